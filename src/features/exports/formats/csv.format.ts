import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Column, Row } from './column.js';
import type { FileFormat } from './file-format.js';
import { withoutFormula } from './formula-guard.js';

/** By which Excel knows UTF-8. */
const BYTE_ORDER_MARK = '\ufeff';
/** What Excel expects where the comma stands in numbers, as in Russian. */
const SEPARATOR = ';';
const LINE_END = '\r\n';
const NEEDS_QUOTES = /[;,"\r\n\t]/;

/** RFC 4180, with a semicolon. Instants in UTC (ISO 8601), numbers with a point, nothing for null. */
export const CSV: FileFormat = {
  extension: 'csv',
  mediaType: 'text/csv; charset=utf-8',
  write: (columns, batches, out: Writable) => pipeline(texts(columns, batches), out),
};

async function* texts(
  columns: readonly Column[],
  batches: AsyncIterable<readonly Row[]>,
): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + lineOf(columns.map(({ name }) => name));
  for await (const rows of batches) {
    yield rows.map((row) => lineOf(columns.map(({ type }, index) => fieldOf(type, row[index])))).join('');
  }
}

function lineOf(fields: readonly string[]): string {
  return fields.join(SEPARATOR) + LINE_END;
}

function fieldOf(type: Column['type'], value: unknown): string {
  if (value === null || value === undefined) return '';
  switch (type) {
    case 'text':
      return quoted(withoutFormula(value as string));
    case 'json':
      return quoted(withoutFormula(JSON.stringify(value)));
    case 'instant':
      return (value as Date).toISOString();
    case 'integer':
    case 'decimal':
    case 'boolean':
    case 'day':
      return `${value as number | string | boolean}`;
  }
}

function quoted(text: string): string {
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
