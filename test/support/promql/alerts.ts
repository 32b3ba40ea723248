import { evaluate, keyOf, type Labels, type Sample, type TimeSeries } from './evaluate.js';
import { parsePromql } from './expression.js';

/** An alerting rule as it stands in a file of rules. */
export interface AlertingRule {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: Labels;
  readonly annotations: Labels;
}

export interface Alert {
  readonly labels: Labels;
  readonly annotations: Labels;
}

/** Those that are firing at a time in seconds, where the rule is evaluated each `interval` from 0 on. */
export function firing(
  rule: AlertingRule,
  series: readonly TimeSeries[],
  interval: number,
  at: number,
): Alert[] {
  const expression = parsePromql(rule.expr);
  const patience = rule.for === undefined ? 0 : secondsOf(rule.for);
  const since = new Map<string, number>();
  let found: readonly Sample[] = [];
  for (let time = 0; time <= at; time += interval) {
    const answer = evaluate(expression, series, time);
    if (typeof answer === 'number') throw new Error(`${rule.alert} is a number`);
    found = answer;
    const keys = new Set(found.map(({ labels }) => keyOf(labels)));
    for (const key of since.keys()) if (!keys.has(key)) since.delete(key);
    for (const key of keys) if (!since.has(key)) since.set(key, time);
  }
  return found
    .filter(({ labels }) => at - (since.get(keyOf(labels)) ?? at) >= patience)
    .map(({ labels }) => ({
      labels: { ...labels, ...rule.labels },
      annotations: Object.fromEntries(
        Object.entries(rule.annotations).map(([name, text]) => [name, filledIn(text, labels)]),
      ),
    }));
}

/** `1 2 _ 3x4 0+10x5`: values one after the other, as the unit tests of rules write them. */
export function valuesOf(notation: string): (number | null)[] {
  return notation
    .trim()
    .split(/\s+/)
    .flatMap((part) => {
      if (part === '_') return [null];
      const [, from, step = '0', times = '0'] = /^(-?[\d.e]+)([+-][\d.e]+)?(?:x(\d+))?$/.exec(part) ?? [];
      if (from === undefined) throw new Error(`No values: ${part}`);
      return Array.from({ length: Number(times) + 1 }, (_, index) => Number(from) + Number(step) * index);
    });
}

export function secondsOf(duration: string): number {
  const parts = [...duration.matchAll(/(\d+)([smhd])/g)];
  if (parts.length === 0) throw new Error(`No duration: ${duration}`);
  const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };
  return parts.reduce((total, [, count, unit = '']) => total + Number(count) * (units[unit] ?? NaN), 0);
}

function filledIn(text: string, labels: Labels): string {
  return text.replace(/\{\{ ?\$labels\.(\w+) ?\}\}/g, (_whole, name: string) => labels[name] ?? '');
}
