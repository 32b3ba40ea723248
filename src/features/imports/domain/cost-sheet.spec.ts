import { describe, expect, it } from '@jest/globals';
import { CostSheet } from './cost-sheet.js';
import { FileProblems, type FileProblem } from './file-problems.js';
import type { Cell } from './sheet.js';

function sheetOf(...rows: readonly (readonly Cell[])[]): CostSheet {
  const sheet = new CostSheet();
  rows.forEach((cells, at) => {
    sheet.add({ line: at + 1, cells });
  });
  sheet.check();
  return sheet;
}

function problemsOf(...rows: readonly (readonly Cell[])[]): readonly FileProblem[] {
  try {
    sheetOf(...rows);
  } catch (error) {
    if (error instanceof FileProblems) return error.problems;
    throw error;
  }
  return [];
}

describe('a sheet of costs', () => {
  it('leaves out columns without a heading, and tells of the others that it does not know', () => {
    const long = 'ы'.repeat(101);
    const { ignoredColumns } = sheetOf(
      ['', null, 7, ' ', ' x ', long, 'nmId', 'cost'],
      [1, 1, 1, 1, 1, 1, 1, 1],
    );
    expect(ignoredColumns).toEqual(['x', 'ы'.repeat(100)]);
  });

  it('looks no closer at a heading that is too long to be one', () => {
    const heading = `article ${'1 '.repeat(30_000)}`;
    expect(problemsOf([heading, 'cost'], ['a', 5])).toMatchObject([
      { message: expect.stringMatching(/^No column says which product is meant/) },
    ]);
  });

  it('reads rows that end before the last column, and rows of nothing but spaces', () => {
    const { rows, silent } = sheetOf(
      [' '],
      ['nmId', 'cost', 'lead time'],
      ['1', '5'],
      [' ', '\u00a0', ''],
      ['2'],
      ['3', null, 0],
    );
    expect(rows).toMatchObject([
      { line: 3, wbNmId: '1', unitCost: { amount: '5', currency: 'RUB' }, leadTimeDays: undefined },
      { line: 6, wbNmId: '3', unitCost: undefined, leadTimeDays: 0 },
    ]);
    expect(silent).toBe(1);
  });

  it('is one even if no row of it says anything', () => {
    const { rows, silent } = sheetOf(['article', 'cost'], ['a', ''], ['b', null]);
    expect([rows, silent]).toEqual([[], 2]);
  });

  it('asks for a name in the column that there is for it', () => {
    const message = 'Name the product by its article or its nmId.';
    for (const column of ['article', 'nmId'])
      expect(problemsOf(['cost', column], ['5', ''])).toMatchObject([{ row: 2, column, message }]);
  });

  it('reads no further than the hundredth error', () => {
    const sheet = new CostSheet();
    sheet.add({ line: 1, cells: ['nmId', 'cost'] });
    for (let line = 2; line <= 101; line++) sheet.add({ line, cells: ['1', 'x'] });
    expect(() => {
      sheet.add({ line: 102, cells: ['1', 'x'] });
    }).toThrow(FileProblems);
    expect(() => {
      sheet.check();
    }).toThrow(FileProblems);
  });

  it.each([
    ['0005', '5'],
    ['000', '0'],
    ['00.5', '0.5'],
    ['1 234 567', '1234567'],
    ['1\u202f234,5\u202f₽', '1234.5'],
    ["'1234", '1234'],
    ["' 5", '5'],
    ['99999999.99', '99999999.99'],
    [0.1 + 0.2, '0.3'],
    ['12 34', null],
    ['1 2345', null],
    ['1 234 56', null],
    ['1\n234', null],
    ['.5', null],
    ['5,', null],
    ['5-', null],
    ['₽', null],
  ])('takes the cost %j as %j', (cell, amount) => {
    const rows = [['nmId', 'cost'], ['1', cell]]; // prettier-ignore
    if (amount === null) expect(problemsOf(...rows)).toMatchObject([{ row: 2, column: 'cost' }]);
    else expect(sheetOf(...rows).rows).toMatchObject([{ unitCost: { amount } }]);
  });

  it.each([
    ['146 972 802', '146972802'],
    ['146\u00a0972\u00a0802', '146972802'],
    ['146972802.0', '146972802'],
    ["'7", '7'],
    [146972802, '146972802'],
    ['1.5', null],
    ['-1', null],
    ['1,46973E+08', null],
    ['9223372036854775807', '9223372036854775807'],
    ['12345678901234567890', null],
  ])('takes the nmId %j as %j', (cell, wbNmId) => {
    const rows = [['nmId', 'cost'], [cell, 5]]; // prettier-ignore
    if (wbNmId === null) expect(problemsOf(...rows)).toMatchObject([{ row: 2, column: 'nmId' }]);
    else expect(sheetOf(...rows).rows).toMatchObject([{ wbNmId }]);
  });

  it('counts letters of an article as people do', () => {
    const article = '👕'.repeat(100);
    expect(sheetOf(['article', 'cost'], [article, 5]).rows).toMatchObject([{ wbArticle: article }]);
    expect(problemsOf(['article', 'cost'], [`${article}ы`, 5])).toMatchObject([{ column: 'article' }]);
  });

  it('spells no article in a way that none can be spelled', () => {
    const { rows } = sheetOf(['article', 'cost'], [`${' '.repeat(60_000)}a`, 5]);
    expect(rows).toMatchObject([{ wbArticle: 'a', spellings: [] }]);
  });

  it('takes an article for what it most likely is, and keeps how else it may be spelled', () => {
    const { rows } = sheetOf(['article', 'cost'], [" 'a ", 1], ['a', 1], [7, 1]);
    expect(rows.map(({ wbArticle, spellings }) => [wbArticle, spellings])).toEqual([
      ['a', [" 'a ", "'a"]],
      ['a', []],
      ['7', []],
    ]);
  });
});
