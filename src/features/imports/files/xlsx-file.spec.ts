import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { workbookParts, zipOf, type ZipPart } from '../../../../test/support/zip.js';
import type { SheetRow } from '../domain/sheet.js';
import { xlsxRows } from './xlsx-file.js';

const rowsOf = (parts: Readonly<Record<string, ZipPart>>): Promise<SheetRow[]> =>
  Readable.from(xlsxRows(zipOf(parts))).toArray() as Promise<SheetRow[]>;
const DAMAGED = { problem: 'The cell is damaged. Write it anew.' };
const NO_WORKBOOK = /^This is no workbook in XLSX, or it is damaged/;

describe('rows of XLSX', () => {
  it('count on where their numbers are left out, and so do cells', async () => {
    const sheet = `<row r="4"><c r="B4"><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>`;
    expect(await rowsOf(workbookParts(sheet))).toEqual([
      { line: 4, cells: [null, 1, 2] },
      { line: 5, cells: [3] },
    ]);
  });

  it('know no space between elements, and of the text how to read it aloud', async () => {
    const sheet = `<row> <c t="s"> <v>0</v> </c>\n<c t="inlineStr"> <is> <t>a</t> <rPh><t>читай</t></rPh> <r><t>d</t></r> </is> </c></row>`;
    const strings = '<si> <t>b</t> <rPh><t>читай</t></rPh> <r><t>c</t></r> </si>';
    expect(await rowsOf(workbookParts(sheet, strings))).toEqual([{ line: 1, cells: ['bc', 'ad'] }]);
  });

  it.each([
    ['a text that is not there', '<c t="s"><v>7</v></c>', DAMAGED],
    ['a number that is none', '<c><v>1,5</v></c>', DAMAGED],
    ['an endless number', '<c><v>1e999</v></c>', DAMAGED],
    ['half a character', '<c t="str"><v>a_xD83D_</v></c>', 'a_xD83D_'],
    ['a long text', `<c t="str"><v>${'я'.repeat(1_000)}</v></c>`, 'я'.repeat(1_000)],
    [
      'too long a text',
      `<c t="inlineStr"><is><t>${' '.repeat(1_001)}</t></is></c>`,
      { problem: 'The text is longer than 1000 characters. Shorten it.' },
    ],
    [
      'a long error',
      `<c t="e"><v>#${'N'.repeat(100)}</v></c>`,
      { problem: `The cell shows the error #${'N'.repeat(19)}. Mend it.` },
    ],
  ])('have cells with %s', async (_name, cell, value) => {
    expect(await rowsOf(workbookParts(`<row>${cell}</row>`))).toEqual([{ line: 1, cells: [value] }]);
  });

  it.each(['B', '7', 'b7', 'AAAA1', 'A1:B2'])('have no cell at %j', async (place) => {
    const broken = rowsOf(workbookParts(`<row><c r="${place}"><v>1</v></c></row>`));
    await expect(broken).rejects.toThrow(/^More than 500 columns/);
  });

  const cells = '<row><c><v>1</v></c></row>';
  const one = [{ line: 1, cells: [1] }];
  it('are found by whatever path, prefix and order the workbook names them', async () => {
    const parts = workbookParts(cells);
    const links = (target: string) => ({
      'xl/_rels/workbook.xml.rels': {
        content: `<Relationships><Relationship Id="rId1" Target="${target}"/><Relationship Id="rId2" Target="styles.xml"/></Relationships>`,
      },
    });
    expect(await rowsOf({ ...parts, ...links('/xl/worksheets/sheet1.xml') })).toEqual(one);
    expect(await rowsOf({ ...parts, ...links('worksheets/sheet1.xml') })).toEqual(one);
    const prefixed = `<x:worksheet xmlns:x="x"><x:sheetData>${cells.replace(/<(\/?)/g, '<$1x:')}</x:sheetData></x:worksheet>`;
    expect(await rowsOf({ ...parts, 'xl/worksheets/sheet1.xml': { content: prefixed } })).toEqual(one);
  });

  it.each([
    ['14', '', true],
    ['22', '', true],
    ['47', '', true],
    ['0', '', false],
    ['4', '', false],
    ['13', '', false],
    ['49', '', false],
    ['164', 'yyyy\\-mm\\-dd;@', true],
    ['164', '[$-419]D MMMM', true],
    ['164', '[h]:mm', true],
    ['164', '#,##0.00\\ [$₽-419];[Red]\\-#,##0.00', false],
    ['164', '0.00" days";@', false],
    ['164', '_-* #,##0.00\\ _d_-', false],
    ['164', 'General', false],
  ])('have a date in a cell of number format %s %j: %j', async (id, code, isDate) => {
    const format =
      code === '' ? '' : `<numFmt numFmtId="${id}" formatCode="${code.replaceAll('"', '&quot;')}"/>`;
    const styles = `<styleSheet><numFmts>${format}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="${id}"/></cellXfs><cellStyles><xf numFmtId="14"/></cellStyles></styleSheet>`;
    const sheet =
      '<row><c><v>1</v></c><c s="1"><v>45992</v></c><c s="1"/><c s="1" t="str"><v>a</v></c></row>';
    const parts = { ...workbookParts(sheet), 'xl/styles.xml': { content: styles } };
    const date = { problem: 'The cell holds a date. Format it as a number, and write the number again.' };
    expect(await rowsOf(parts)).toEqual([{ line: 1, cells: [1, isDate ? date : 45992, null, 'a'] }]);
  });

  it.each([
    ['without a sheet', { 'xl/workbook.xml': { content: '<workbook/>' } }],
    ['whose sheet is nowhere', { 'xl/_rels/workbook.xml.rels': { content: '<Relationships/>' } }],
    [
      'cut off between elements',
      { 'xl/worksheets/sheet1.xml': { content: `<worksheet><sheetData>${cells}` } },
    ],
    [
      'in no UTF-8',
      {
        'xl/worksheets/sheet1.xml': { content: Buffer.from(`<worksheet>${cells}\xff</worksheet>`, 'latin1') },
      },
    ],
    [
      'that ends within a letter',
      {
        'xl/worksheets/sheet1.xml': {
          content: Buffer.concat([Buffer.from('<worksheet/>'), Buffer.of(0xd0)]),
        },
      },
    ],
    [
      'of thousands of parts',
      Object.fromEntries(Array.from({ length: 2_000 }, (_, at) => [`a/${at}`, { content: '' }])),
    ],
  ])('are none of a workbook %s', async (_name, parts) => {
    await expect(rowsOf({ ...workbookParts(cells), ...parts })).rejects.toThrow(NO_WORKBOOK);
  });
});
