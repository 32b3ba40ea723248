import { describe, expect, it } from '@jest/globals';
import { outcomeOf, type DatasetState } from './dataset-state.js';

const states = (...given: DatasetState['state'][]): DatasetState[] =>
  given.map((state) => ({ dataset: 'stock', state, rows: 0, asOf: null, nextAttemptAt: null, error: null }));

describe('outcomeOf', () => {
  it.each([
    ['SUCCEEDED', states('SUCCEEDED', 'SUCCEEDED')],
    ['PARTIAL', states('SUCCEEDED', 'FAILED')],
    ['PARTIAL', states('SUCCEEDED', 'PARTIAL')],
    ['PARTIAL', states('SUCCEEDED', 'QUEUED')],
    ['PARTIAL', states('QUEUED', 'QUEUED')],
    ['FAILED', states('FAILED', 'FAILED')],
    ['FAILED', states('FAILED', 'QUEUED')],
  ])('is %s', (outcome, given) => {
    expect(outcomeOf(given)).toBe(outcome);
  });
});
