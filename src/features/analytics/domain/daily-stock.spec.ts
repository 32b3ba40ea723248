import { describe, expect, it } from '@jest/globals';
import { dailyStock, SHARE, type StockRecord } from './daily-stock.js';

/** A moment in Moscow. */
function at(text: string): bigint {
  return BigInt(Date.parse(`${text}+03:00`)) * 1000n;
}

function record(time: string, warehouse: string, quantity: number): StockRecord {
  return { at: at(time), warehouse, quantity };
}

describe('dailyStock', () => {
  it('has nothing to tell of a product without a record', () => {
    expect(dailyStock([])).toEqual([]);
  });

  it('knows a product from its first record on', () => {
    expect(dailyStock([record('2026-11-10T18:00:00', 'A', 5)])).toEqual([
      { day: '2026-11-10', endQuantity: 5, inStockShare: SHARE / 4n, knownShare: SHARE / 4n },
    ]);
  });

  it('knows the whole day when the first record is of midnight', () => {
    expect(dailyStock([record('2026-11-10T00:00:00', 'A', 5)])).toEqual([
      { day: '2026-11-10', endQuantity: 5, inStockShare: SHARE, knownShare: SHARE },
    ]);
  });

  it('does not know a whole day that lacks a microsecond', () => {
    const [day] = dailyStock([
      { ...record('2026-11-10T00:00:00', 'A', 5), at: at('2026-11-10T00:00:00') + 1n },
    ]);
    expect(day?.knownShare).toBe(SHARE - 1n);
  });

  it('has a row for a first record of nothing', () => {
    expect(dailyStock([record('2026-11-10T12:00:00', 'A', 0)])).toEqual([
      { day: '2026-11-10', endQuantity: 0, inStockShare: 0n, knownShare: SHARE / 2n },
    ]);
  });

  it('counts the time above zero over all warehouses', () => {
    const records = [
      record('2026-11-01T00:00:00', 'A', 1),
      record('2026-11-10T06:00:00', 'A', 0), // nothing anywhere
      record('2026-11-10T12:00:00', 'B', 3), // something again
      record('2026-11-10T18:00:00', 'A', 2),
      record('2026-11-10T21:00:00', 'B', 0), // still two in A
    ];
    expect(dailyStock(records).at(-1)).toEqual({
      day: '2026-11-10',
      endQuantity: 2,
      inStockShare: (SHARE * 3n) / 4n,
      knownShare: SHARE,
    });
  });

  it('gives a change at midnight to the day that begins', () => {
    const records = [record('2026-11-09T00:00:00', 'A', 1), record('2026-11-10T00:00:00', 'A', 0)];
    expect(dailyStock(records)).toEqual([
      { day: '2026-11-09', endQuantity: 1, inStockShare: SHARE, knownShare: SHARE },
      { day: '2026-11-10', endQuantity: 0, inStockShare: 0n, knownShare: SHARE },
    ]);
  });

  it('has no row for a day on which goods only moved between warehouses', () => {
    const records = [
      record('2026-11-09T00:00:00', 'A', 4),
      record('2026-11-10T12:00:00', 'A', 1),
      record('2026-11-10T12:00:00', 'B', 3),
    ];
    expect(dailyStock(records).map((day) => day.day)).toEqual(['2026-11-09']);
  });
});
