import { describe, expect, it } from '@jest/globals';
import { SeenCards } from './seen-cards.js';

describe('SeenCards', () => {
  it('gives one row of each card, the first time that it comes', () => {
    const seen = new SeenCards();
    expect(
      seen.newOf([
        { nmId: 1, row: 'a' },
        { nmId: 2, row: 'b' },
        { nmId: 1, row: 'c' },
      ]),
    ).toEqual([
      { nmId: 1, row: 'a' },
      { nmId: 2, row: 'b' },
    ]);
    expect(seen.newOf([{ nmId: 2 }, { nmId: 3 }])).toEqual([{ nmId: 3 }]);
  });
});
