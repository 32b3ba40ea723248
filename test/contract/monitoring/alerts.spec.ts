import { describe, expect, it } from '@jest/globals';
import { alertingRules, ruleTests, type RuleTest } from '../../support/monitoring-files.js';
import { firing, secondsOf, valuesOf } from '../../support/promql/alerts.js';
import { keyOf, type TimeSeries } from '../../support/promql/evaluate.js';
import { parsePromql } from '../../support/promql/expression.js';

const RULES = alertingRules();
const { interval, tests } = ruleTests();

const EXPECTED = tests.flatMap((test) => test.alert_rule_test.map((expected) => ({ test, expected })));
const isFiring = ({ expected }: (typeof EXPECTED)[number]): boolean => (expected.exp_alerts ?? []).length > 0;

function seriesOf({ input_series: given, interval: step }: RuleTest): TimeSeries[] {
  return given.map(({ series, values }) => {
    const selector = parsePromql(series);
    if (selector.kind !== 'vector') throw new Error(`No series: ${series}`);
    const { metric, matchers } = selector.selector;
    return {
      metric,
      labels: Object.fromEntries(matchers.map(({ label, value }) => [label, value])),
      points: valuesOf(values).flatMap((value, index) =>
        value === null ? [] : [[index * secondsOf(step), value] as const],
      ),
    };
  });
}

describe('alerts', () => {
  it.each(
    EXPECTED.map(
      (each) =>
        [
          each.expected.alertname,
          isFiring(each) ? 'fires' : 'is silent',
          `${each.test.name}, after ${each.expected.eval_time}`,
          each,
        ] as const,
    ),
  )('%s %s: %s', (_name, _what, _when, { test, expected }) => {
    const rule = RULES.find(({ alert }) => alert === expected.alertname);
    expect(rule).toBeDefined();
    const found = firing(rule!, seriesOf(test), secondsOf(interval), secondsOf(expected.eval_time));
    const told = (expected.exp_alerts ?? []).map(({ exp_labels: labels, exp_annotations: annotations }) => ({
      labels,
      annotations,
    }));
    const inOrder = <Alert extends { labels: Readonly<Record<string, string>> }>(alerts: Alert[]) =>
      alerts.sort((one, other) => (keyOf(one.labels) < keyOf(other.labels) ? -1 : 1));
    expect(inOrder(found)).toEqual(inOrder(told));
  });

  it.each(RULES.map(({ alert }) => alert))('%s is shown firing and silent', (alert) => {
    const outcomes = EXPECTED.filter(({ expected }) => expected.alertname === alert).map(isFiring);
    expect(new Set(outcomes)).toEqual(new Set([true, false]));
  });

  it('have names of their own, a severity, and say what is to be done', () => {
    expect(new Set(RULES.map(({ alert }) => alert)).size).toBe(RULES.length);
    for (const { labels, annotations } of RULES) {
      expect(['info', 'warning', 'critical']).toContain(labels['severity']);
      expect(Object.keys(annotations)).toEqual(['summary', 'action']);
    }
  });
});
