import { describe, expect, it } from '@jest/globals';
import { rowIds } from './row-ids.js';

describe('rowIds', () => {
  it('are ids of version 7, of this moment, each above the one before it', () => {
    const before = Date.now();
    const ids = rowIds(1000);
    const after = Date.now();
    expect(new Set(ids).size).toBe(1000);
    expect([...ids].sort()).toEqual(ids);
    for (const id of ids) {
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      const at = Number.parseInt(id.replace('-', '').slice(0, 12), 16);
      expect(at).toBeGreaterThanOrEqual(before);
      expect(at).toBeLessThanOrEqual(after);
    }
    // what is random of two of them has nothing in common
    expect(new Set(ids.map((id) => id.slice(-10))).size).toBe(1000);
    expect(rowIds(0)).toEqual([]);
  });
});
