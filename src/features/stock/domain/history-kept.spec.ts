import { describe, expect, it } from '@jest/globals';
import { historyKeptFrom } from './history-kept.js';

describe('historyKeptFrom', () => {
  it.each([
    ['2026-11-20T09:00:00Z', 4, '2026-07-01T00:00:00.000Z'],
    ['2026-11-30T23:59:59Z', 11, '2025-12-01T00:00:00.000Z'],
    ['2026-03-31T22:00:00Z', 12, '2025-03-01T00:00:00.000Z'],
  ])('at %s keeps %d whole months, from %s', (now, months, from) => {
    expect(historyKeptFrom(new Date(now), months)?.toISOString()).toBe(from);
  });

  it('keeps everything where nothing is said', () => {
    expect(historyKeptFrom(new Date(), null)).toBeNull();
  });
});
