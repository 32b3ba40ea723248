import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readJson, RowReader } from './json-rows.js';
import { JsonTextError } from './json-tree.js';

/** Cuts a text into pieces of bytes, in the middle of characters too. */
function pieces(text: string, size: number): Uint8Array[] {
  const bytes = Buffer.from(text);
  const all: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += size) all.push(bytes.subarray(at, at + size));
  return all;
}

function rowsOf(text: string, path: string[], size = 1000) {
  const reader = new RowReader(path);
  const rows = pieces(text, size).flatMap((piece) => reader.push(piece));
  reader.end();
  return rows;
}

async function* stream(all: readonly Uint8Array[]) {
  for (const piece of all) yield await Promise.resolve(piece);
}

/** What JSON.parse gives, with numbers as their text. */
function numbersAsText(value: unknown): unknown {
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return value.map(numbersAsText);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, numbersAsText(inner)]));
}

/** Doubles print as JSON numbers; keys that JSON.parse treats like any other but assignment does not are left out. */
const jsonValues = fc
  .jsonValue({ stringUnit: 'grapheme' })
  .filter((value) => !JSON.stringify(value).includes('__proto__'));

describe('RowReader', () => {
  it('keeps the text of numbers', () => {
    expect(rowsOf('[{"a":1284.010,"b":9007199254740993,"c":-1e-7}]', [])).toEqual([
      { a: '1284.010', b: '9007199254740993', c: '-1e-7' },
    ]);
  });

  it('reads any rows, cut anywhere, as JSON.parse does', () => {
    fc.assert(
      fc.property(fc.array(jsonValues), fc.integer({ min: 1, max: 40 }), (rows, size) => {
        const text = JSON.stringify(rows);
        expect(rowsOf(text, [], size)).toEqual(numbersAsText(JSON.parse(text)));
        const nested = `{"meta":{"items":[1]},"data":{"other":[[{}]],"items":${text},"x":{"items":[2]}},"z":[{"items":3}]}`;
        expect(rowsOf(nested, ['data', 'items'], size)).toEqual(numbersAsText(JSON.parse(text)));
      }),
    );
  });

  it('gives rows as soon as they are whole', () => {
    const reader = new RowReader([]);
    expect(reader.push(Buffer.from('[{"a":"1"},{"a"'))).toEqual([{ a: '1' }]);
    expect(reader.push(Buffer.from(':"2"}'))).toEqual([{ a: '2' }]);
    expect(() => reader.end()).toThrow(JsonTextError);
  });

  it('takes null for an empty array', () => {
    expect(rowsOf('null', [])).toEqual([]);
    expect(rowsOf('{"data":{"items":null}}', ['data', 'items'])).toEqual([]);
  });

  it('drops a byte order mark', () => expect(rowsOf('\ufeff[{"a":true}]', [], 1)).toEqual([{ a: true }]));

  it.each([
    ['nothing', ''],
    ['another shape', '{"error":true}'],
    ['a bare text', '"[]"'],
    ['an early end', '[{"a":"1"}'],
    ['an early end in a row', '[{"a":["1"'],
    ['two texts', '[][]'],
    ['a web page', '<html>'],
    ['bottomless nesting', `[${'['.repeat(5000)}`],
    ['bottomless nesting beside', `{"a":${'['.repeat(5000)}`],
  ])('does not take %s for rows', (_, text) => expect(() => rowsOf(text, [])).toThrow(JsonTextError));

  it('lets no field change the prototype of a row', () => {
    const [row] = rowsOf('[{"__proto__":{"polluted":true},"a":"1"}]', []);
    expect(row).toEqual({ a: '1' });
    expect(Object.getPrototypeOf(row)).toBe(Object.prototype);
  });
});

describe('readJson', () => {
  it('reads any value as JSON.parse does', async () => {
    await fc.assert(
      fc.asyncProperty(jsonValues, fc.integer({ min: 1, max: 40 }), async (value, size) => {
        const text = JSON.stringify(value);
        expect(await readJson(stream(pieces(text, size)), 1e6)).toEqual(numbersAsText(JSON.parse(text)));
      }),
    );
  });

  it.each(['', '{"a":', '[', 'oops'])('refuses %p', async (text) => {
    await expect(readJson(stream(pieces(text, 3)), 1e6)).rejects.toThrow(JsonTextError);
  });

  it('refuses more than it was allowed', async () => {
    await expect(readJson(stream(pieces('"12345678"', 3)), 9)).rejects.toThrow('too big');
  });
});
