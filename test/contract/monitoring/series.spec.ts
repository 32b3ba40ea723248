import { beforeAll, describe, expect, it } from '@jest/globals';
import { TestApp } from '../../support/app.js';
import { FixedClock } from '../../support/clock.js';
import { alertingRules, dashboards, withoutVariables } from '../../support/monitoring-files.js';
import { matches, type Labels } from '../../support/promql/evaluate.js';
import { groupingsOf, parsePromql, selectorsOf, type Selector } from '../../support/promql/expression.js';

const NOW = new Date('2026-11-20T09:00:00Z');
const TOKEN = 'a-token-for-tests-only-of-more-than-32-characters';

/** Put on by Prometheus itself. */
const OF_PROMETHEUS: readonly string[] = ['job', 'instance'];

interface Exported {
  readonly metric: string;
  readonly labels: Labels;
}

const EXPRESSIONS: (readonly [string, string])[] = [
  ...alertingRules().map(({ alert, expr }) => [alert, expr] as const),
  ...dashboards().flatMap(([file, { panels }]) =>
    panels.flatMap(({ title, targets }) =>
      (targets ?? []).map(
        ({ refId, expr }) => [`${file}, ${title}, ${refId}`, withoutVariables(expr)] as const,
      ),
    ),
  ),
];

describe('what rules and dashboards ask for', () => {
  let exported: Exported[];

  beforeAll(async () => {
    const test = await TestApp.start({ clock: new FixedClock(NOW), env: { METRICS_TOKEN: TOKEN } });
    await liveALittle(test);
    const answer = await fetch(`${test.url}/metrics`, { headers: { authorization: `Bearer ${TOKEN}` } });
    exported = [...read(await answer.text()), { metric: 'up', labels: {} }];
    await test.stop();
  });
  const fault = ({ metric, matchers }: Selector): string | null => {
    const series = exported.filter((one) => one.metric === metric);
    if (series.length === 0) return `${metric} is not exported`;
    const own = matchers.filter(({ label }) => !OF_PROMETHEUS.includes(label));
    const unknown = own.find(({ label }) => !series.some(({ labels }) => label in labels));
    if (unknown) return `${metric} has no label ${unknown.label}`;
    const exact = own.filter(({ operator }) => operator === '=');
    return series.some(({ labels }) => exact.every((matcher) => matches(matcher, labels)))
      ? null
      : `${metric} has no series with ${exact.map(({ label, value }) => `${label}=${value}`).join()}`;
  };

  it.each(EXPRESSIONS)('is exported by a running server: %s', (_where, expr) => {
    const expression = parsePromql(expr);
    const selectors = selectorsOf(expression);
    expect(selectors.length).toBeGreaterThan(0);
    expect(selectors.map(fault).filter((found) => found !== null)).toEqual([]);
    for (const { by, selectors: grouped } of groupingsOf(expression))
      for (const { metric } of grouped)
        for (const label of by.filter((one) => !OF_PROMETHEUS.includes(one))) {
          const labelled = exported.some((one) => one.metric === metric && label in one.labels);
          expect([metric, label, labelled]).toEqual([metric, label, true]);
        }
  });

  it('is noticed when it is not: by name, by label and by value', () => {
    const of = (text: string) => fault(selectorsOf(parsePromql(text))[0]!);
    expect(of('stocktracker_requests_total')).toBe('stocktracker_requests_total is not exported');
    expect(of('stocktracker_jobs{kind="x"}')).toBe('stocktracker_jobs has no label kind');
    expect(of('stocktracker_jobs{state="lost"}')).toBe('stocktracker_jobs has no series with state=lost');
    expect(of('stocktracker_jobs{state="ready"}')).toBeNull();
  });
});

describe('dashboards', () => {
  it.each(dashboards())(
    '%s has panels of their own places, with a title, a text and the chosen source',
    (_file, board) => {
      expect(board.templating.list).toMatchObject([{ name: 'datasource', type: 'datasource' }]);
      expect(new Set(board.panels.map(({ id }) => id)).size).toBe(board.panels.length);
      const taken = new Set<string>();
      for (const { title, description, gridPos, datasource, targets } of board.panels) {
        expect([title, description]).toEqual([expect.stringMatching(/./), expect.stringMatching(/./)]);
        expect([title, datasource?.uid]).toEqual([title, '${datasource}']);
        expect([title, (targets ?? []).length > 0]).toEqual([title, true]);
        for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++)
          for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
            expect([title, x < 24 && !taken.has(`${x} ${y}`)]).toEqual([title, true]);
            taken.add(`${x} ${y}`);
          }
      }
    },
  );

  it('are found by ids of their own', () => {
    const ids = dashboards().map(([, { uid }]) => uid);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

/** So much of everything that it has figures: requests and a seller. */
async function liveALittle(test: TestApp): Promise<void> {
  const seller = await test.register('seller');
  await test.graphql('{ viewer { user { id } } }');
  await test.database.query(`UPDATE users SET wb_api_key = 'x' WHERE id = $1`, [seller.userId]);
  await test.database.query(
    `INSERT INTO products (tenant_id, user_id, wb_article, name) VALUES ($1, $2, 'a', 'x')`,
    [seller.tenantId, seller.userId],
  );
}

function read(text: string): Exported[] {
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [, metric = '', labels = ''] = /^([\w:]+)(?:\{(.*)\})? /.exec(line) ?? [];
      const pairs = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)];
      return { metric, labels: Object.fromEntries(pairs.map(([, name = '', value = '']) => [name, value])) };
    });
}
