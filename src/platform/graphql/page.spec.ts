import { describe, expect, it } from '@jest/globals';
import { cursorKind, encodeCursor } from './cursor.js';
import { readPage } from './page.js';

const kind = cursorKind('numbers.asc', ['integer']);

describe('readPage', () => {
  it('starts at the beginning with 20', () => {
    expect(readPage({}, kind)).toEqual({ kind, limit: 20, after: null });
    expect(readPage({ first: null, after: null }, kind)).toEqual({ kind, limit: 20, after: null });
  });

  it('goes on after a cursor', () => {
    expect(readPage({ first: 100, after: encodeCursor(kind, [7]) }, kind)).toEqual({
      kind,
      limit: 100,
      after: [7],
    });
  });

  it.each([0, -1, 101, 1.5, Number.NaN, 2 ** 31])('refuses first: %p', (first) => {
    expect(() => readPage({ first }, kind)).toThrow(
      expect.objectContaining({
        message: 'first: expected a number from 1 to 100',
        extensions: {
          code: 'BAD_USER_INPUT',
          fields: [{ path: 'first', message: 'expected a number from 1 to 100' }],
        },
      }),
    );
  });

  it('takes the empty string for a cursor, and a bad one', () => {
    expect(() => readPage({ after: '' }, kind)).toThrow('expected a cursor of this list');
  });
});
