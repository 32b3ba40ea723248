import { describe, expect, it } from '@jest/globals';
import { dataStatus } from './data-status.js';

describe('dataStatus', () => {
  const today = '2026-11-22';

  it.each([
    ['no product', { hasProducts: false, marksWait: true, asOf: today }, 'NO_DATA'],
    ['nothing recorded', { hasProducts: true, marksWait: false, asOf: null }, 'NO_DATA'],
    ['the first figures awaited', { hasProducts: true, marksWait: true, asOf: null }, 'COMPUTING'],
    ['figures of tonight', { hasProducts: true, marksWait: false, asOf: today }, 'READY'],
    [
      "yesterday's, before tonight's run",
      { hasProducts: true, marksWait: false, asOf: '2026-11-21' },
      'READY',
    ],
    ['a night left out', { hasProducts: true, marksWait: false, asOf: '2026-11-20' }, 'STALE'],
    ['changes that wait', { hasProducts: true, marksWait: true, asOf: today }, 'STALE'],
  ])('with %s', (_, state, status) => {
    expect(dataStatus(state, today)).toBe(status);
  });
});
