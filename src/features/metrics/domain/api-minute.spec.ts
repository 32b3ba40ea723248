import { describe, expect, it } from '@jest/globals';
import { percentile } from '../../../platform/observability/figures/latencies.js';
import { samplesOf, type ProcessMinute } from './api-minute.js';

const AT = new Date('2026-11-20T09:00:00Z');
const of = (processes: ProcessMinute[]) =>
  samplesOf(AT, processes, percentile)
    .map(({ name, value, tags }) => `${name} ${JSON.stringify(tags)} ${value.toFixed(2)}`)
    .sort();

describe('a minute of several processes', () => {
  it('is the sum of what each has answered', () => {
    expect(
      of([
        { requests: { query: 5, mutation: 1 }, errors: { query: { FORBIDDEN: 1 } }, latencies: {} },
        {
          requests: { query: 2, unknown: 3 },
          errors: { query: { FORBIDDEN: 2, INTERNAL: 1 }, unknown: { BAD_USER_INPUT: 3 } },
          latencies: {},
        },
      ]),
    ).toEqual([
      'api_errors {"operation":"query","code":"FORBIDDEN"} 3.00',
      'api_errors {"operation":"query","code":"INTERNAL"} 1.00',
      'api_errors {"operation":"unknown","code":"BAD_USER_INPUT"} 3.00',
      'api_requests {"operation":"mutation"} 1.00',
      'api_requests {"operation":"query"} 7.00',
      'api_requests {"operation":"subscription"} 0.00',
      'api_requests {"operation":"unknown"} 3.00',
    ]);
  });

  it('has the percentiles of all requests together, not those of processes on average', () => {
    // 99 fast ones here, one slow there: half of each process would say that the median is in between
    const together = of([
      { requests: {}, errors: {}, latencies: { 64: 99 } },
      { requests: {}, errors: {}, latencies: { 224: 1 } },
    ]);
    expect(together.filter((line) => line.startsWith('api_latency_ms'))).toEqual([
      'api_latency_ms {"quantile":"p50"} 1.57',
      'api_latency_ms {"quantile":"p95"} 1.57',
      'api_latency_ms {"quantile":"p99"} 1.57',
    ]);
    const slow = of([
      { requests: {}, errors: {}, latencies: { 64: 94 } },
      { requests: {}, errors: {}, latencies: { 224: 6 } },
    ]);
    expect(slow).toContain('api_latency_ms {"quantile":"p95"} 1603.29');
  });

  it('without a request has requests of 0, and no latency', () => {
    expect(of([{ requests: {}, errors: {}, latencies: {} }])).toEqual([
      'api_requests {"operation":"mutation"} 0.00',
      'api_requests {"operation":"query"} 0.00',
      'api_requests {"operation":"subscription"} 0.00',
    ]);
  });
});
