import type { Writable } from 'node:stream';
import type { CellValue, Worksheet } from 'exceljs';
import { moscowTime } from '../../../platform/context/index.js';
import type { Column, ColumnType, Row } from './column.js';
import type { FileFormat } from './file-format.js';
import { Backpressure } from './xlsx-backpressure.js';
import { cellText } from './xlsx-text.js';

/** Of a sheet: 1,048,576 with the header. */
const MOST_ROWS = 1_048_575;
/** Excel keeps 15 digits of a number: longer ones stay text. */
const MOST_DIGITS = 15;

const NUMBER_FORMATS: Readonly<Partial<Record<ColumnType, string>>> = {
  integer: '0',
  decimal: '0.00##',
  day: 'yyyy-mm-dd',
  instant: 'yyyy-mm-dd hh:mm:ss',
};
const WIDTHS: Readonly<Record<ColumnType, number>> = {
  text: 28,
  integer: 14,
  decimal: 14,
  boolean: 10,
  day: 12,
  instant: 20,
  json: 40,
};

export const XLSX: FileFormat = xlsxFormat(MOST_ROWS);

/** A workbook with real numbers and dates and a header that stays; a text is never a formula, whatever it begins with. */
export function xlsxFormat(rowsPerSheet: number): FileFormat {
  return {
    extension: 'xlsx',
    mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    write: (columns, batches, out) => write(columns, batches, out, rowsPerSheet),
  };
}

async function write(
  columns: readonly Column[],
  batches: AsyncIterable<readonly Row[]>,
  out: Writable,
  rowsPerSheet: number,
): Promise<void> {
  // half a megabyte of code, which only a worker needs, and only for this
  const { default: excel } = await import('exceljs');
  const backpressure = new Backpressure(out);
  const book = new excel.stream.xlsx.WorkbookWriter({
    stream: out,
    useStyles: true,
    useSharedStrings: false,
  });
  let sheets = 0;
  let rowsInSheet = 0;
  const addSheet = (): Worksheet => {
    const sheet = book.addWorksheet(`Sheet ${++sheets}`, { views: [{ state: 'frozen', ySplit: 1 }] });
    sheet.columns = columns.map(({ name, type }) => headOf(name, type));
    sheet.getRow(1).font = { bold: true };
    sheet.getRow(1).commit();
    rowsInSheet = 0;
    return sheet;
  };
  let sheet = addSheet();
  for await (const rows of batches) {
    for (const row of rows) {
      if (rowsInSheet === rowsPerSheet) {
        sheet.commit();
        sheet = addSheet();
      }
      sheet.addRow(columns.map(({ type }, index) => cellOf(type, row[index]))).commit();
      rowsInSheet++;
    }
    await backpressure.release(sheet);
  }
  sheet.commit();
  await backpressure.orFailure(book.commit());
}

function headOf(name: string, type: ColumnType) {
  const numFmt = NUMBER_FORMATS[type];
  const header = type === 'instant' ? `${name} (Europe/Moscow)` : name;
  return { header, width: WIDTHS[type], ...(numFmt !== undefined && { style: { numFmt } }) };
}

function cellOf(type: ColumnType, value: unknown): CellValue {
  if (value === null || value === undefined) return null;
  switch (type) {
    case 'text':
      return cellText(value as string);
    case 'json':
      return cellText(JSON.stringify(value));
    case 'integer':
    case 'decimal':
      return numberOf(`${value as number | string}`);
    case 'boolean':
      return value as boolean;
    case 'day':
      return new Date(`${value as string}T00:00:00Z`);
    case 'instant':
      // sheets know no time zone
      return moscowTime(value as Date);
  }
}

function numberOf(digits: string): number | string {
  return digits.replace(/\D/g, '').length > MOST_DIGITS ? digits : Number(digits);
}
