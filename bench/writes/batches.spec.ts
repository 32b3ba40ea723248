import { describe, expect, it } from '@jest/globals';
import { copyText, ROWS, saleRows, stockRows } from './batches.js';

const batch = { name: 'b1', productIds: ['p0', 'p1', 'p2'], at: '2026-03-02T10:00:00.000Z' };

describe('stockRows', () => {
  it('names no place twice', () => {
    const places = stockRows(batch).map(({ productId, warehouseName }) => `${productId} ${warehouseName}`);
    expect(places).toHaveLength(ROWS);
    expect(new Set(places).size).toBe(ROWS);
  });

  it('needs products', () => {
    expect(() => stockRows({ ...batch, productIds: [] })).toThrow(RangeError);
  });
});

describe('saleRows', () => {
  it('is of orders of its own, in the seven days before', () => {
    const rows = saleRows(batch);
    expect(new Set(rows.map(({ wbOrderId }) => wbOrderId)).size).toBe(ROWS);
    expect([...new Set(rows.map(({ saleDate }) => saleDate))].sort()).toEqual([
      '2026-02-23',
      '2026-02-24',
      '2026-02-25',
      '2026-02-26',
      '2026-02-27',
      '2026-02-28',
      '2026-03-01',
    ]);
  });
});

describe('copyText', () => {
  it('is a line a row, with tabs between', () => {
    expect(
      copyText([
        ['a', 1],
        ['b', 2],
      ]),
    ).toBe('a\t1\nb\t2\n');
  });
});
