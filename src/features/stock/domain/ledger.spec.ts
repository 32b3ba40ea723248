import { describe, expect, it } from '@jest/globals';
import { entriesOf, lateOnes, placesOf, type Entries, type Known, type Neighbour } from './ledger.js';
import type { Observation } from './observations.js';

const seen = (index: number, ms: number, quantity: number, warehouseName = 'North'): Observation => ({
  index,
  productId: '01a20556-0000-7000-8000-000000000001',
  warehouseName,
  quantity,
  recordedAt: new Date(ms),
});
const behind = (id: string, ms: number, quantity: number): Neighbour => ({
  at: ms * 1000,
  quantity,
  follows: { id, recordedAt: `at ${ms}` },
});
const entries = (observations: Observation[], known: Partial<Known> = {}): Entries => {
  const [place] = placesOf(observations);
  if (!place) throw new Error('No observation');
  return entriesOf(place, { level: null, neighbours: [], ...known });
};
const told = ({ entries: found }: Entries): string[] =>
  found.map(({ observation: { index, quantity }, delta }) => `${index}: ${quantity} (${delta})`);

describe('placesOf', () => {
  it('tells products and warehouses apart', () => {
    const other = { ...seen(2, 1, 1), productId: '01a20556-0000-7000-8000-000000000002' };
    expect(
      placesOf([seen(0, 1, 1), seen(1, 1, 1, 'South'), other, seen(3, 2, 2)]).map(({ observations }) =>
        observations.map(({ index }) => index),
      ),
    ).toEqual([[0, 3], [1], [2]]);
  });
});

describe('entriesOf', () => {
  it('writes a first observation, though it be zero, and then what is different', () => {
    const found = entries([seen(0, 3, 7), seen(1, 1, 0), seen(2, 2, 0), seen(3, 4, 7)]);
    expect(told(found)).toEqual(['1: 0 (0)', '0: 7 (7)']);
    expect(found.newest).toMatchObject({ index: 0 });
  });

  it('goes on from the level', () => {
    const level = { at: 1000, quantity: 5, confirmedAt: null };
    const found = entries([seen(0, 2, 5), seen(1, 3, 2)], { level });
    expect(told(found)).toEqual(['1: 2 (-3)']);
    expect(entries([seen(0, 2, 5)], { level })).toEqual({
      entries: [],
      mended: [],
      clashes: [],
      newest: null,
      confirming: seen(0, 2, 5),
    });
  });

  it('takes what was confirmed for observed behind what comes from before it', () => {
    const level = { at: 1000, quantity: 5, confirmedAt: 9000 };
    const found = entries([seen(0, 3, 7)], { level });
    expect(told(found)).toEqual(['0: 7 (2)', '-1: 5 (-2)']);
    expect(found).toMatchObject({ newest: { index: -1, recordedAt: new Date(9) }, confirming: null });
    // as it was again before that
    expect(told(entries([seen(0, 3, 7), seen(1, 5, 5)], { level }))).toEqual(['0: 7 (2)', '1: 5 (-2)']);
    expect(entries([seen(0, 9, 6)], { level })).toMatchObject({ entries: [], clashes: [{ index: 0 }] });
    expect(told(entries([seen(0, 10, 6)], { level }))).toEqual(['0: 6 (1)']);
    // before the level moved
    const stale = { at: 1000, quantity: 5, confirmedAt: 900 };
    expect(told(entries([seen(0, 3, 7)], { level: stale }))).toEqual(['0: 7 (2)']);
  });

  it('tells the last that confirms what is on hand then', () => {
    const level = { at: 1000, quantity: 5, confirmedAt: null };
    expect(entries([seen(0, 3, 5), seen(1, 2, 5)], { level })).toMatchObject({ confirming: { index: 0 } });
    expect(entries([seen(0, 3, 5), seen(1, 4, 6)], { level })).toMatchObject({ confirming: null });
    expect(entries([seen(0, 3, 6), seen(1, 4, 6)], { level })).toMatchObject({ confirming: { index: 1 } });
    expect(entries([seen(0, 1, 5)], { level })).toMatchObject({ confirming: null });
    const again = entries([seen(0, 8, 5)], { level: { ...level, confirmedAt: 9000 } });
    expect(again).toMatchObject({ entries: [], confirming: { index: -1 } });
  });

  it('takes the same again for unchanged, and another quantity at the same instant for a clash', () => {
    const level = { at: 1000, quantity: 5, confirmedAt: null };
    expect(entries([seen(0, 1, 5)], { level })).toMatchObject({ entries: [], clashes: [] });
    expect(entries([seen(0, 1, 6)], { level })).toMatchObject({ entries: [], clashes: [{ index: 0 }] });
  });

  it('tells instants apart by the microsecond', () => {
    const level = { at: 1001, quantity: 5, confirmedAt: null };
    const late = seen(0, 1, 6);
    expect(lateOnes({ ...late, observations: [late] }, level)).toEqual([late]);
    expect(lateOnes({ ...late, observations: [late] }, { ...level, at: 1000 })).toEqual([]);
    const found = entries([late], { level, neighbours: [{ ...behind('a', 0, 5), at: 1001 }] });
    expect(told(found)).toEqual(['0: 6 (6)']);
    expect(found).toMatchObject({ clashes: [], mended: [{ id: 'a', delta: -1 }], newest: null });
  });

  it('mends the record behind late ones once, by the last of them', () => {
    const neighbours = [
      { at: 1000, quantity: 4, follows: null },
      behind('a', 9, 6),
      { at: 1000, quantity: 4, follows: null },
      behind('a', 9, 6),
    ];
    const level = { at: 9000, quantity: 6, confirmedAt: null };
    const found = entries([seen(0, 3, 8), seen(1, 2, 7), seen(2, 10, 1)], { level, neighbours });
    expect(told(found)).toEqual(['1: 7 (3)', '0: 8 (1)', '2: 1 (-5)']);
    expect(found.mended).toEqual([{ id: 'a', recordedAt: 'at 9', delta: -2 }]);
    expect(found.newest).toMatchObject({ index: 2 });
  });

  it('mends a record that another observation comes behind, too', () => {
    const neighbours = [behind('a', 5, 6), { at: 5000, quantity: 6, follows: null }, behind('b', 9, 1)];
    const found = entries([seen(0, 3, 8), seen(1, 6, 2)], {
      level: { at: 9000, quantity: 1, confirmedAt: null },
      neighbours,
    });
    expect(told(found)).toEqual(['0: 8 (8)', '1: 2 (-4)']);
    expect(found.mended.map(({ id, delta }) => `${id} ${delta}`)).toEqual(['a -2', 'b -1']);
    expect(found.newest).toBeNull();
  });
});
