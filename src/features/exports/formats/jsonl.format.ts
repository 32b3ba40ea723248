import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Column, Row } from './column.js';
import type { FileFormat } from './file-format.js';

/** A JSON object a line, values as the API gives them: amounts and large numbers as strings, instants in UTC. */
export const JSONL: FileFormat = {
  extension: 'jsonl',
  mediaType: 'application/jsonl; charset=utf-8',
  write: (columns, batches, out: Writable) => pipeline(texts(columns, batches), out),
};

async function* texts(
  columns: readonly Column[],
  batches: AsyncIterable<readonly Row[]>,
): AsyncGenerator<string> {
  for await (const rows of batches) yield rows.map((row) => lineOf(columns, row)).join('');
}

function lineOf(columns: readonly Column[], row: Row): string {
  const fields = columns.map(({ name }, index) => [name, row[index] ?? null] as const);
  return `${JSON.stringify(Object.fromEntries(fields))}\n`;
}
