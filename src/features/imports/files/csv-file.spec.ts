import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import type { SheetRow } from '../domain/sheet.js';
import { csvRows } from './csv-file.js';

async function rowsOf(text: string): Promise<SheetRow['cells'][]> {
  const rows = (await Readable.from(csvRows(Buffer.from(text))).toArray()) as SheetRow[];
  expect(rows.map(({ line }) => line)).toEqual(rows.map((_, at) => at + 1));
  return rows.map(({ cells }) => cells);
}

describe('rows of CSV', () => {
  it.each([
    ['commas in quotes', '"a,b";"c,d,e"\n1;2', ['a,b', 'c,d,e'], ['1', '2']],
    ['semicolons in quotes', '"a;b;c",d\n1,2', ['a;b;c', 'd'], ['1', '2']],
    ['tabs in quotes', '"a\tb\tc";d\n1;2', ['a\tb\tc', 'd'], ['1', '2']],
    ['one column', 'a\n1', ['a'], ['1']],
    ['the separator told, whatever there is more of', 'sep=,\na;b;c,d\n1,2', ['a;b;c', 'd'], ['1', '2']],
    ['it told by other programs', 'SEP=,\ra;b;c,d\r1,2', ['a;b;c', 'd'], ['1', '2']],
  ])('are told apart with %s', async (_name, text, ...rows) => {
    expect(await rowsOf(text)).toEqual(rows);
  });

  it('may begin with empty ones, which tell nothing of the separator', async () => {
    expect(await rowsOf('\n \r\n\na,b\n1,2')).toEqual([[''], [' '], [''], ['a', 'b'], ['1', '2']]);
  });

  it('lets others have their turn while a large file is parsed', async () => {
    let turns = 0;
    let isOver = false;
    const other = (): void => {
      turns += 1;
      if (!isOver) setImmediate(other);
    };
    setImmediate(other);
    for await (const { cells } of csvRows(Buffer.from('a,b\n'.repeat(10_000)))) expect(cells).toHaveLength(2);
    isOver = true;
    expect(turns).toBeGreaterThanOrEqual(19);
  });
});
