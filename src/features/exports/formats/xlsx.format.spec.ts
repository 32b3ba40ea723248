import { randomBytes } from 'node:crypto';
import { PassThrough, Writable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { parseXlsx } from '../../../../test/support/exports.js';
import type { Column, Row } from './column.js';
import { xlsxFormat } from './xlsx.format.js';

const COLUMNS: readonly Column[] = [
  { name: 'text', type: 'text' },
  { name: 'whole', type: 'integer' },
  { name: 'amount', type: 'decimal' },
  { name: 'flag', type: 'boolean' },
  { name: 'day', type: 'day' },
  { name: 'at', type: 'instant' },
  { name: 'anything', type: 'json' },
];

/** As Excel reads a text; exceljs gives it back as it is written. */
const unescaped = (text: unknown): string =>
  String(text).replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));

async function* inBatches(...batches: Row[][]): AsyncGenerator<Row[]> {
  for (const batch of batches) yield await Promise.resolve(batch);
}

async function read(rowsPerSheet: number, columns: readonly Column[], ...batches: Row[][]) {
  const out = new PassThrough();
  const content = buffer(out);
  await xlsxFormat(rowsPerSheet).write(columns, inBatches(...batches), out);
  return parseXlsx(await content);
}

describe('a workbook', () => {
  it('has real numbers, dates and truths under a header that stays', async () => {
    const row = [
      'Имя',
      7,
      '1234.50',
      true,
      '2026-11-20',
      new Date('2026-11-20T21:30:00Z'),
      { before: ['a', null] },
    ];
    const [sheet] = await read(10, COLUMNS, [row, COLUMNS.map(() => null)]);
    expect(sheet).toEqual({
      name: 'Sheet 1',
      frozen: 1,
      rows: [
        ['text', 'whole', 'amount', 'flag', 'day', 'at (Europe/Moscow)', 'anything'],
        [
          'Имя',
          7,
          1234.5,
          true,
          new Date('2026-11-20T00:00:00Z'),
          new Date('2026-11-21T00:30:00Z'),
          '{"before":["a",null]}',
        ],
      ],
    });
  });

  it('goes on on another sheet when one is full, batches or not', async () => {
    const rows = (from: number, until: number): Row[] =>
      Array.from({ length: until - from }, (_, index) => [`row ${from + index}`]);
    const sheets = await read(3, COLUMNS.slice(0, 1), rows(0, 2), rows(2, 7), [], rows(7, 8));
    expect(sheets.map(({ name, frozen, rows: [, ...behind] }) => [name, frozen, behind.flat()])).toEqual([
      ['Sheet 1', 1, ['row 0', 'row 1', 'row 2']],
      ['Sheet 2', 1, ['row 3', 'row 4', 'row 5']],
      ['Sheet 3', 1, ['row 6', 'row 7']],
    ]);
  });

  it('keeps texts as they are: no formula, no number, no escape', async () => {
    const texts = [
      '=1+1',
      '+7',
      '-1',
      '@SUM(A1)',
      '0012',
      '_x0041_',
      '_x41_ _X0041_',
      'ab\ufffe',
      '<&>"',
      'a\r\nb\tc',
    ];
    const [sheet] = await read(
      10,
      COLUMNS.slice(0, 1),
      texts.map((text) => [text]),
    );
    expect(sheet?.rows.slice(1).flat().map(unescaped)).toEqual(texts);
  });

  it('keeps control characters, in the escapes of ECMA-376', async () => {
    const texts = Array.from({ length: 0x20 }, (_, code) => `a${String.fromCharCode(code)}b`).slice(1);
    texts.push('\u007f', '\u0001_x0001_', '__x0001_', '\uffff');
    const [sheet] = await read(
      10_000,
      COLUMNS.slice(0, 1),
      texts.map((text) => [text]),
    );
    const written = sheet?.rows.slice(1).flat() ?? [];
    expect(written.map(unescaped)).toEqual(texts);
    expect(written.slice(0, 1)).toEqual(['a_x0001_b']);
    expect(written.slice(-3)).toEqual(['_x0001__x005F_x0001_', '__x005F_x0001_', '_xFFFF_']);
    expect(written[12]).toBe('a_x000D_b');
  });

  it('keeps more digits than a number of Excel has as a text', async () => {
    const [sheet] = await read(10, COLUMNS.slice(1, 2), [['999999999999999'], ['1234567890123456']]);
    expect(sheet?.rows.slice(1).flat()).toEqual([999_999_999_999_999, '1234567890123456']);
  });

  it('is there with its header when there is no row', async () => {
    const [sheet] = await read(10, COLUMNS.slice(0, 1));
    expect(sheet?.rows).toEqual([['text']]);
  });

  it('cuts a text that no cell can hold', async () => {
    const [sheet] = await read(10, COLUMNS.slice(0, 1), [['x'.repeat(40_000)]]);
    expect(sheet?.rows[1]).toEqual(['x'.repeat(32_767)]);
    const [other] = await read(10, COLUMNS.slice(0, 1), [[`${'x'.repeat(32_766)}😀`]]);
    expect(other?.rows[1]).toEqual(['x'.repeat(32_766)]);
  });

  it('fails with the file, and takes no more of the rows', async () => {
    const out = new PassThrough();
    let taken = 0;
    async function* rows(): AsyncGenerator<Row[]> {
      while (taken < 100) {
        taken++;
        if (taken === 3) out.destroy(new Error('the disk is full'));
        yield await Promise.resolve([['x'.repeat(1_000)]]);
      }
    }
    out.resume();
    const written = xlsxFormat(10).write(COLUMNS.slice(0, 1), rows(), out);
    await expect(written).rejects.toThrow('the disk is full');
    expect(taken).toBe(3);
  });

  it('waits for a file that is slow', async () => {
    const ahead: number[] = [];
    let [given, stored] = [0, 0];
    const out = new Writable({
      highWaterMark: 1_024,
      write: (chunk: Buffer, _encoding, done) => {
        stored += chunk.length;
        setTimeout(done, 2);
      },
    });
    async function* rows(): AsyncGenerator<Row[]> {
      for (let batch = 0; batch < 500; batch++) {
        // of random text little can be saved by the zip
        const row = Array.from({ length: 10 }, () => [randomBytes(3_000).toString('base64')]);
        ahead.push(given - stored);
        given += 30_000;
        yield await Promise.resolve(row);
      }
    }
    await xlsxFormat(1_000_000).write(COLUMNS.slice(0, 1), rows(), out);
    expect(given).toBe(15_000_000);
    // what the zip itself keeps, a megabyte before it and one behind it, and no more than that
    expect(Math.max(...ahead)).toBeLessThan(4_000_000);
  });
});
