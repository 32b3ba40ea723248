import { describe, expect, it } from '@jest/globals';
import { WildberriesInvalidResponseError } from './errors.js';
import { BadRowError, id, key, list, money, optionalId, quantity, RowTally, text, time } from './parse.js';

const bad = (read: () => unknown) => expect(read).toThrow(BadRowError);

describe('readers', () => {
  it('take ids that are positive safe integers', () => {
    expect(id({ a: '47254354' }, 'a')).toBe(47254354);
    expect(id({ a: '9007199254740991' }, 'a')).toBe(9007199254740991);
    expect(id({ a: '5.0' }, 'a')).toBe(5);
    for (const a of ['0', '-1', '1.5', '9007199254740992', '1e3', '', 'x', true, null, {}])
      bad(() => id({ a }, 'a'));
    bad(() => id({}, 'a'));
    expect(optionalId({ a: '0' }, 'a')).toBeUndefined();
  });

  it('take quantities that fit a column', () => {
    expect(quantity({ a: '0' }, 'a')).toBe(0);
    expect(quantity({ a: '2147483647' }, 'a')).toBe(2147483647);
    expect(quantity({ a: null }, 'a', 0)).toBe(0);
    for (const a of ['2147483648', '-1', '1.5', 'x', null, false]) bad(() => quantity({ a }, 'a'));
    bad(() => quantity({ a: 'x' }, 'a', 0));
  });

  it('make text storable', () => {
    expect(text({ a: 'a\0b\ud800' }, 'a', 10)).toBe('ab\ufffd');
    expect(text({ a: 'abc\u{1f600}' }, 'a', 4)).toBe('abc\ufffd');
    for (const a of ['', '\0', null, true, []]) expect(text({ a }, 'a', 10)).toBeNull();
  });

  it('never change a key', () => {
    expect(key({ a: 'S1' }, 'a', 2)).toBe('S1');
    for (const a of ['', 'S12', 'S\0', null, {}]) bad(() => key({ a }, 'a', 2));
  });

  it('take amounts as decimal strings without sign', () => {
    expect(money({ a: '-1284.1' }, 'a')).toBe('1284.10');
    for (const a of ['0', '', null]) expect(money({ a }, 'a')).toBeNull();
    for (const a of ['x', true, {}, '1e20']) bad(() => money({ a }, 'a'));
  });

  it('take times and lists', () => {
    expect(time({ a: '2026-01-02T03:04:05' }, 'a').day).toBe('2026-01-02');
    for (const a of ['', 'x', null]) bad(() => time({ a }, 'a'));
    expect(list({ a: null }, 'a')).toEqual([]);
    bad(() => list({ a: 'x' }, 'a'));
  });
});

describe('RowTally', () => {
  const parse = (row: Parameters<typeof id>[0]) => id(row, 'n');

  it('counts what it leaves out, across batches', () => {
    const tally = new RowTally();
    expect(tally.parse([{ n: '1' }, { n: 'x' }, 'no row'], parse)).toEqual([1]);
    expect(tally.parse([{ n: '2' }], parse)).toEqual([2]);
    expect(tally.rejected).toEqual({ count: 2, firstReason: 'n is not a positive integer' });
    tally.assertMostlyGood('m');
    tally.parse([null], parse);
    expect(() => tally.assertMostlyGood('m')).toThrow(WildberriesInvalidResponseError);
  });

  it('does not hide a fault of ours', () => {
    expect(() =>
      new RowTally().parse([{}], () => {
        throw new TypeError('bug');
      }),
    ).toThrow('bug');
  });
});
