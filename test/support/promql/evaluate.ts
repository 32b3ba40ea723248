import type { Expression, Matcher, Selector } from './expression.js';
import { RANGE_FUNCTIONS, type Point } from './range-functions.js';

export type Labels = Readonly<Record<string, string>>;

export interface TimeSeries {
  readonly metric: string;
  readonly labels: Labels;
  /** By time. */
  readonly points: readonly Point[];
}

export interface Sample {
  readonly labels: Labels;
  readonly value: number;
}

export type Answer = number | readonly Sample[];

/** For how long a series counts as being there after its last sample. */
const LOOKBACK = 300;

const ARITHMETIC: Readonly<Record<string, (left: number, right: number) => number>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
};
const COMPARISONS: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  '==': (left, right) => left === right,
  '!=': (left, right) => left !== right,
  '>': (left, right) => left > right,
  '<': (left, right) => left < right,
  '>=': (left, right) => left >= right,
  '<=': (left, right) => left <= right,
};
const AGGREGATES: Readonly<Record<string, (values: readonly number[]) => number>> = {
  sum: (values) => values.reduce((total, value) => total + value, 0),
  max: (values) => Math.max(...values),
  min: (values) => Math.min(...values),
  count: (values) => values.length,
};

/** What PromQL answers at a time, in seconds. Names of metrics are no labels here: nothing asks for them. */
export function evaluate(expression: Expression, series: readonly TimeSeries[], at: number): Answer {
  switch (expression.kind) {
    case 'number':
      return expression.value;
    case 'vector':
      return selected(expression.selector, series).flatMap(({ labels, points }) => {
        const last = points.findLast(([time]) => time <= at && time > at - LOOKBACK);
        return last ? [{ labels, value: last[1] }] : [];
      });
    case 'range':
      throw new Error('A range is for a function');
    case 'call':
      return call(expression, series, at);
    case 'aggregate':
      return aggregated(expression, vector(evaluate(expression.of, series, at)));
    case 'binary': {
      const [left, right] = [evaluate(expression.left, series, at), evaluate(expression.right, series, at)];
      return combined(expression.operator, left, right);
    }
  }
}

function call(
  { name, of }: Extract<Expression, { kind: 'call' }>,
  series: readonly TimeSeries[],
  at: number,
): Answer {
  const [first, second] = of;
  const overRange = RANGE_FUNCTIONS[name];
  if (overRange && first?.kind === 'range') {
    const start = at - first.seconds;
    return selected(first.selector, series).flatMap(({ labels, points }) => {
      const within = points.filter(([time]) => time > start && time <= at);
      const value = overRange(within, start, at);
      return value === null ? [] : [{ labels, value }];
    });
  }
  if (name === 'absent' && first?.kind === 'vector') {
    if (vector(evaluate(first, series, at)).length > 0) return [];
    const named = first.selector.matchers.filter(({ operator }) => operator === '=');
    return [{ labels: Object.fromEntries(named.map(({ label, value }) => [label, value])), value: 1 }];
  }
  if (name === 'histogram_quantile' && first?.kind === 'number' && second)
    return quantiles(first.value, vector(evaluate(second, series, at)));
  throw new Error(`${name} is not known here`);
}

function aggregated(
  { name, by }: Extract<Expression, { kind: 'aggregate' }>,
  samples: readonly Sample[],
): Sample[] {
  const aggregate = AGGREGATES[name];
  if (!aggregate) throw new Error(`${name} is not known here`);
  return grouped(samples, (labels) => picked(labels, by)).map(([labels, group]) => ({
    labels,
    value: aggregate(group.map(({ value }) => value)),
  }));
}

function combined(operator: string, left: Answer, right: Answer): Answer {
  const compute = ARITHMETIC[operator];
  const compare = COMPARISONS[operator];
  if (typeof left === 'number' && typeof right === 'number') {
    if (!compute) throw new Error('Two numbers are not compared');
    return compute(left, right);
  }
  if (operator === 'or') {
    const known = new Set(vector(left).map(({ labels }) => keyOf(labels)));
    return [...vector(left), ...vector(right).filter(({ labels }) => !known.has(keyOf(labels)))];
  }
  const of = ({ labels }: Sample, answer: Answer): number | undefined =>
    typeof answer === 'number'
      ? answer
      : answer.find((other) => keyOf(other.labels) === keyOf(labels))?.value;
  return (typeof left === 'number' ? vector(right) : left).flatMap((sample) => {
    const [one, other] = [of(sample, left), of(sample, right)];
    if (one === undefined || other === undefined) return [];
    if (compute) return [{ labels: sample.labels, value: compute(one, other) }];
    if (!compare) throw new Error(`${operator} is not known here`);
    return compare(one, other) ? [sample] : [];
  });
}

/** Of histograms by their buckets: within a bucket as if its values lay evenly. */
function quantiles(share: number, buckets: readonly Sample[]): Sample[] {
  return grouped(buckets, ({ le: _le, ...labels }) => labels).map(([labels, group]) => {
    const rising = group
      .map(
        (sample) =>
          [sample.labels['le'] === '+Inf' ? Infinity : Number(sample.labels['le']), sample.value] as const,
      )
      .sort(([one], [other]) => one - other);
    const total = rising.at(-1)?.[1] ?? 0;
    if (total === 0) return { labels, value: NaN };
    const index = rising.findIndex(([, count]) => count >= share * total);
    const [end, count] = rising[index]!;
    const [start, before] = rising[index - 1] ?? [0, 0];
    if (end === Infinity) return { labels, value: start };
    return { labels, value: start + ((end - start) * (share * total - before)) / (count - before) };
  });
}

function selected({ metric, matchers }: Selector, series: readonly TimeSeries[]): TimeSeries[] {
  return series.filter(
    (one) => one.metric === metric && matchers.every((matcher) => matches(matcher, one.labels)),
  );
}

export function matches({ label, operator, value }: Matcher, labels: Labels): boolean {
  const actual = labels[label] ?? '';
  switch (operator) {
    case '=':
      return actual === value;
    case '!=':
      return actual !== value;
    case '=~':
      return new RegExp(`^(?:${value})$`).test(actual);
    case '!~':
      return !new RegExp(`^(?:${value})$`).test(actual);
  }
}

function grouped(samples: readonly Sample[], keep: (labels: Labels) => Labels): [Labels, Sample[]][] {
  const groups = new Map<string, [Labels, Sample[]]>();
  for (const sample of samples) {
    const labels = keep(sample.labels);
    const group = groups.get(keyOf(labels)) ?? [labels, []];
    group[1].push(sample);
    groups.set(keyOf(labels), group);
  }
  return [...groups.values()];
}

function picked(labels: Labels, names: readonly string[]): Labels {
  return Object.fromEntries(
    names.flatMap((name) => (labels[name] === undefined ? [] : [[name, labels[name]]])),
  );
}

export function keyOf(labels: Labels): string {
  return JSON.stringify(Object.entries(labels).sort(([one], [other]) => (one < other ? -1 : 1)));
}

function vector(answer: Answer): readonly Sample[] {
  if (typeof answer === 'number') throw new Error('Expected series, not a number');
  return answer;
}
