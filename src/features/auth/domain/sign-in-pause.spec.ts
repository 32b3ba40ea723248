import { describe, expect, it } from '@jest/globals';
import { pauseSeconds } from './sign-in-pause.js';

describe('pauseSeconds', () => {
  it('doubles from a second to a minute', () => {
    expect([-3, 0, 1, 2, 3, 4, 5, 6, 7, 8, 2_000].map(pauseSeconds)).toEqual([
      0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60,
    ]);
  });
});
