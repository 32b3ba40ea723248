import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { GraphQLError } from 'graphql';
import { cursorKind, decodeCursor, encodeCursor } from './cursor.js';
import type { KeyType } from './cursor.js';

const ID = '0198c7a0-1111-7000-8000-000000000001';
const byName = cursorKind('products.name.asc', ['text?', 'uuid']);
const byTime = cursorKind('stock.recordedAt.desc', ['instant', 'uuid']);

const raw = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('cursor', () => {
  it('comes back as it was made', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 200 }).filter((name) => !name.includes('\u0000'));
    fc.assert(
      fc.property(fc.option(text), fc.uuid(), (name, id) => {
        const cursor = encodeCursor(byName, [name, id]);
        expect(cursor).toMatch(/^[A-Za-z0-9_-]+$/);
        expect(decodeCursor(byName, cursor)).toEqual([name, id]);
      }),
    );
  });

  it('keeps microseconds', () => {
    const keys: [string, string] = ['2026-11-22T09:30:00.123456Z', ID];
    expect(decodeCursor(byTime, encodeCursor(byTime, keys))).toEqual(keys);
  });

  const good = encodeCursor(byName, ['Кружка', ID]);
  it.each([
    ['empty', ''],
    ['not base64url', '%%%'],
    ['plain text', 'hello'],
    ['of another list', encodeCursor(byTime, ['2026-11-22T09:30:00Z', ID])],
    ['truncated', good.slice(0, -3)],
    ['padded', `${good}=`],
    ['with a line break', `${good}\n`],
    ['10 kB', 'A'.repeat(10_240)],
    ['10 kB and well formed', raw([byName.name, 'x'.repeat(10_240), ID])],
    ['too few keys', raw([byName.name, 'Кружка'])],
    ['too many keys', raw([byName.name, 'Кружка', ID, 1])],
    ['a key of the wrong type', raw([byName.name, 5, ID])],
    ['null where none may be', raw([byName.name, 'Кружка', null])],
    ['not a uuid', raw([byName.name, 'Кружка', "1' or '1'='1"])],
    ['U+0000 in a text', raw([byName.name, '\u0000', ID])],
    ['an object', raw({ 0: byName.name })],
    ['a nested key', raw([byName.name, ['Кружка'], ID])],
    ['null', raw(null)],
    ['the kind alone', raw(byName.name)],
  ])('refuses one that is %s', (_case, cursor) => {
    expect(() => decodeCursor(byName, cursor)).toThrow(
      expect.objectContaining({
        message: 'after: expected a cursor of this list: the endCursor of one of its pages',
        extensions: {
          code: 'BAD_USER_INPUT',
          fields: [
            { path: 'after', message: 'expected a cursor of this list: the endCursor of one of its pages' },
          ],
        },
      }),
    );
  });

  it('survives no truncation', () => {
    for (let length = 0; length < good.length; length++) {
      expect(() => decodeCursor(byName, good.slice(0, length))).toThrow(GraphQLError);
    }
  });

  const cases: [KeyType, unknown, boolean][] = [
    ['integer', 12, true],
    ['integer', 1.5, false],
    ['integer', '12', false],
    ['integer?', null, true],
    ['bigint', '9007199254740993', true],
    ['bigint', 12, false],
    ['bigint', '9'.repeat(19), false],
    ['decimal', '-1234.50', true],
    ['decimal', '1e3', false],
    ['decimal', 'NaN', false],
    ['date', '2028-02-29', true],
    ['date', '2027-02-29', false],
    ['date', '2026-13-01', false],
    ['instant', '2026-11-22T09:30:00Z', true],
    ['instant', '2026-11-22T09:30:00.1234567Z', false],
    ['instant', '2026-11-22T25:30:00Z', false],
    ['instant', '2026-02-30T09:30:00Z', false],
    ['uuid', ID, true],
    ['uuid', ID.toUpperCase(), false],
    ['uuid?', null, true],
    ['uuid', null, false],
  ];
  it.each(cases)('%s takes %p: %p', (type, value, isTaken) => {
    const kind = cursorKind('k', [type]);
    const decode = () => decodeCursor(kind, raw(['k', value]));
    if (isTaken) expect(decode()).toEqual([value]);
    else expect(decode).toThrow(GraphQLError);
  });

  it('does not make a cursor that it would refuse for its length', () => {
    expect(() => encodeCursor(byName, ['x'.repeat(10_000), ID])).toThrow(RangeError);
  });
});
