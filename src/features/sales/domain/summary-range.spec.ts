import { describe, expect, it } from '@jest/globals';
import { SalesGrouping } from './sales.js';
import { fitsSummary } from './summary-range.js';

describe('fitsSummary', () => {
  it('has room for a thousand days and not for one more', () => {
    expect(fitsSummary(SalesGrouping.DAY, '2024-01-01', '2026-09-27')).toBe(true);
    expect(fitsSummary(SalesGrouping.DAY, '2024-01-01', '2026-09-28')).toBe(false);
  });

  it('has room for longer groups', () => {
    expect(fitsSummary(SalesGrouping.WEEK, '2023-01-01', '2026-01-01')).toBe(true);
  });
});
