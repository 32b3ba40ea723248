import { describe, expect, it } from '@jest/globals';
import { archivedWanted, isOpen, saysNothing } from './product-criteria.js';

describe('archivedWanted', () => {
  it('leaves archived products out of a list', () => {
    expect(archivedWanted({})).toBe(false);
    expect(archivedWanted({ search: 'mug', isArchived: null })).toBe(false);
  });

  it('does not care about products that are named', () => {
    expect(archivedWanted({ ids: [] })).toBeNull();
    expect(archivedWanted({ wbNmIds: ['1'] })).toBeNull();
  });

  it('does as it is told', () => {
    expect(archivedWanted({ isArchived: true })).toBe(true);
    expect(archivedWanted({ ids: ['x'], isArchived: false })).toBe(false);
  });
});

describe('saysNothing', () => {
  it('is true of what leaves no product out', () => {
    const nothing = [
      {},
      { search: '' },
      { search: ' \t' },
      { isArchived: null, ids: null },
      { stockTotal: { min: null } },
    ];
    expect(nothing.map(saysNothing)).toEqual(nothing.map(() => true));
  });

  it('is false of what does, of an empty list too', () => {
    const something = [
      { search: 'a' },
      { ids: [] },
      { isArchived: false },
      { inStock: false },
      { daysOfCover: { max: 0 } },
    ];
    expect(something.map(saysNothing)).toEqual(something.map(() => false));
  });
});

describe('isOpen', () => {
  it('is true of a range without ends', () => {
    expect([undefined, null, {}, { min: null }].map(isOpen)).toEqual([true, true, true, true]);
    expect([{ min: 0 }, { max: 0 }].map(isOpen)).toEqual([false, false]);
  });
});
