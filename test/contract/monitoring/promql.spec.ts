import { describe, expect, it } from '@jest/globals';
import { valuesOf } from '../../support/promql/alerts.js';
import { evaluate, type Sample, type TimeSeries } from '../../support/promql/evaluate.js';
import { parsePromql } from '../../support/promql/expression.js';

const series = (given: Readonly<Record<string, string>>): TimeSeries[] =>
  Object.entries(given).map(([key, values]) => {
    const [, metric = key, labels = ''] = /^(\w+)\{(.*)\}$/.exec(key) ?? [];
    return {
      metric,
      labels: Object.fromEntries(
        [...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]),
      ),
      points: valuesOf(values).flatMap((value, index) =>
        value === null ? [] : [[index * 60, value] as const],
      ),
    };
  });

const at = (minutes: number, text: string, given: Readonly<Record<string, string>>) =>
  evaluate(parsePromql(text), series(given), minutes * 60);

/** Answers that Prometheus gives, worked out by hand from what its documents say of each function. */
describe('PromQL of the tests', () => {
  it('reads values as unit tests of rules write them', () => {
    expect(valuesOf('1 _ 2x2 0+10x3 5-1x1')).toEqual([1, null, 2, 2, 2, 0, 10, 20, 30, 5, 4]);
    expect(() => valuesOf('1y')).toThrow('No values');
  });

  it('takes the last sample of the five minutes before', () => {
    const given = { 'a{x="1"}': '1 2 _ _ _ _ _ _' };
    expect(at(1, 'a', given)).toEqual([{ labels: { x: '1' }, value: 2 }]);
    expect(at(5, 'a', given)).toEqual([{ labels: { x: '1' }, value: 2 }]);
    expect(at(6, 'a', given)).toEqual([]);
  });

  it('chooses by equal, other, matching and not matching labels, the whole of each', () => {
    const given = { 'a{x="500"}': '1', 'a{x="5000"}': '2', 'a{y="1"}': '3', b: '4' };
    const values = (text: string) => {
      const answer = at(0, text, given);
      return typeof answer === 'number' ? answer : answer.map(({ value }) => value);
    };
    expect(values('a{x="500"}')).toEqual([1]);
    expect(values('a{x!="500"}')).toEqual([2, 3]);
    expect(values('a{x=~"5.."}')).toEqual([1]);
    expect(values('a{x!~"5.*"}')).toEqual([3]);
    expect(values('a{x=""}')).toEqual([3]);
  });

  it('extrapolates a rate to the ends of its range, but not below zero', () => {
    expect(at(50, 'rate(a[50m])', { a: '0+10x50' })).toEqual([{ labels: {}, value: 10 / 60 }]);
    // from 0 on nothing is added before the first sample
    const [from0] = at(5, 'rate(a[10m])', { a: '0+60x5' }) as readonly Sample[];
    expect(from0?.value).toBeCloseTo(300 / 600);
    expect(at(0, 'rate(a[5m])', { a: '0' })).toEqual([]);
  });

  it('sees through a restart of the counter', () => {
    // without the sample at the open end 10 to 40, then 0 to 40: 70 within 40 minutes, and so as fast in the whole range
    const given = {
      a: '0 _ _ _ _ 10 _ _ _ _ 20 _ _ _ _ 30 _ _ _ _ 40 _ _ _ _ 0 _ _ _ _ 10 _ _ _ _ 20 _ _ _ _ 30 _ _ _ _ 40',
    };
    const [found] = at(50, 'rate(a[50m])', given) as readonly Sample[];
    expect(found?.value).toBeCloseTo(70 / 2400, 10);
  });

  it('counts changes', () => {
    expect(at(7, 'changes(a[8m])', { a: '1x3 2x3' })).toEqual([{ labels: {}, value: 1 }]);
    expect(at(3, 'changes(a[3m])', { a: '1x3 2x3' })).toEqual([{ labels: {}, value: 0 }]);
  });

  it('adds up, takes the greatest and the least, by labels', () => {
    const given = { 'a{x="1",y="1"}': '1', 'a{x="1",y="2"}': '2', 'a{x="2",y="1"}': '4' };
    expect(at(0, 'sum(a)', given)).toEqual([{ labels: {}, value: 7 }]);
    expect(at(0, 'max by (x) (a)', given)).toEqual([
      { labels: { x: '1' }, value: 2 },
      { labels: { x: '2' }, value: 4 },
    ]);
    expect(at(0, 'min by (y, x) (a)', given)).toHaveLength(3);
    expect(at(0, 'count(a)', given)).toEqual([{ labels: {}, value: 3 }]);
    expect(at(0, 'sum(nothing)', given)).toEqual([]);
  });

  it('compares and computes with numbers, and with series of the same labels alone', () => {
    const given = { 'a{x="1"}': '6', 'a{x="2"}': '8', 'b{x="1"}': '3' };
    expect(at(0, 'a / b', given)).toEqual([{ labels: { x: '1' }, value: 2 }]);
    expect(at(0, 'a > 6', given)).toEqual([{ labels: { x: '2' }, value: 8 }]);
    expect(at(0, '6 < a', given)).toEqual([{ labels: { x: '2' }, value: 8 }]);
    expect(at(0, 'a * 2 - 1 == 11', given)).toEqual([{ labels: { x: '1' }, value: 11 }]);
    expect(at(0, 'a > 2 + 5', given)).toEqual([{ labels: { x: '2' }, value: 8 }]);
    expect(at(0, 'b or a', given)).toEqual([
      { labels: { x: '1' }, value: 3 },
      { labels: { x: '2' }, value: 8 },
    ]);
  });

  it('knows what is absent, by the labels that were named', () => {
    expect(at(0, 'absent(a{x="1",y=~"2"})', {})).toEqual([{ labels: { x: '1' }, value: 1 }]);
    expect(at(0, 'absent(a)', { a: '0' })).toEqual([]);
  });

  it('reads quantiles out of buckets as if values lay evenly in each', () => {
    const given = { 'h{le="0.1"}': '50', 'h{le="0.2"}': '90', 'h{le="+Inf"}': '100' };
    expect(at(0, 'histogram_quantile(0.7, h)', given)).toEqual([{ labels: {}, value: 0.15000000000000002 }]);
    expect(at(0, 'histogram_quantile(0.25, h)', given)).toEqual([{ labels: {}, value: 0.05 }]);
    expect(at(0, 'histogram_quantile(0.99, h)', given)).toEqual([{ labels: {}, value: 0.2 }]);
    expect(at(0, 'histogram_quantile(0.5, h) > 0', { 'h{le="+Inf"}': '0' })).toEqual([]);
  });

  it.each([
    'sum(',
    'sum without (x) (a)',
    'topk(3, a)',
    'predict_linear(a[5m], 60)',
    'a offset 5m',
    'a / on (x) b',
    'quantile(0.5, a)',
  ])('refuses what it does not know: %s', (text) => {
    expect(() => at(0, text, { a: '1', b: '1' })).toThrow();
  });
});
