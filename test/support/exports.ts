import { Readable } from 'node:stream';
import type { CellValue, Worksheet } from 'exceljs';
import { ExportRun } from '../../src/features/exports/index.js';
import type { TestApp } from './app.js';
import type { Failure } from './people.js';

export interface ShownExport {
  readonly id: string;
  readonly kind: string;
  readonly format: string;
  readonly state: string;
  readonly rows: number;
  readonly downloadUrl: string | null;
  readonly error: string | null;
}

const FIELDS = 'id kind format state rows createdAt downloadUrl error';
const START = `mutation ($input: StartExportInput!) {
  startExport(input: $input) { export { ${FIELDS} } userErrors { code message field } }
}`;
const EXPORT = `query ($id: ID!) { export(id: $id) { ${FIELDS} } }`;

export interface Started {
  readonly export: ShownExport | null;
  readonly userErrors: Failure[];
}

export async function startExport(test: TestApp, token: string, input: object): Promise<Started> {
  const { data, errors } = await test.graphql(START, { input }, token);
  if (errors) throw new Error(JSON.stringify(errors));
  return data.startExport as Started;
}

export async function exportOf(test: TestApp, token: string, id: string): Promise<ShownExport | null> {
  const { data } = await test.graphql(EXPORT, { id }, token);
  return data.export as ShownExport | null;
}

/** As a worker does it. */
export async function runExport(
  test: TestApp,
  exportId: string,
  signal = new AbortController().signal,
): Promise<void> {
  const [job] = await test.database.query<{ tenantId: string; userId: string }>(
    'SELECT tenant_id AS "tenantId", user_id AS "userId" FROM exports WHERE id = $1',
    [exportId],
  );
  if (!job) throw new Error('There is no such export');
  await test.app.get(ExportRun, { strict: false }).run({ ...job, exportId }, signal);
}

/** Starts it, makes it, and says what became of it. */
export async function makeExport(test: TestApp, token: string, input: object): Promise<ShownExport> {
  const started = await startExport(test, token, input);
  if (!started.export) throw new Error(JSON.stringify(started.userErrors));
  await runExport(test, started.export.id);
  const made = await exportOf(test, token, started.export.id);
  if (!made) throw new Error('The export is not there');
  return made;
}

/** Where the test's server is: links name the address at which people reach it. */
export function reachable(test: TestApp, url: string | null): string {
  if (url === null) throw new Error('There is no file');
  const { pathname, search } = new URL(url);
  return `${test.url}${pathname}${search}`;
}

export async function contentOf(test: TestApp, { downloadUrl }: ShownExport): Promise<Buffer> {
  const response = await fetch(reachable(test, downloadUrl));
  if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
  return Buffer.from(await response.arrayBuffer());
}

/** RFC 4180 to the letter, but for the semicolon: anything else throws. */
export function parseCsv(content: Buffer): string[][] {
  const text = content.toString('utf8');
  if (!text.startsWith('\ufeff')) throw new Error('There is no byte order mark');
  const records: string[][] = [];
  let record: string[] = [];
  let at = 1;
  while (at < text.length) {
    const [field, next] = text[at] === '"' ? quotedField(text, at) : bareField(text, at);
    record.push(field);
    if (text[next] === ';') at = next + 1;
    else if (text.startsWith('\r\n', next)) {
      records.push(record);
      record = [];
      at = next + 2;
    } else throw new Error(`Neither a separator nor the end of a line at ${next}`);
  }
  if (record.length > 0) throw new Error('The last line has no end');
  if (new Set(records.map(({ length }) => length)).size > 1) throw new Error('Lines of different lengths');
  return records;
}

const END_OF_BARE = /[;"\r\n]/g;

function bareField(text: string, start: number): [string, number] {
  END_OF_BARE.lastIndex = start;
  const end = END_OF_BARE.exec(text)?.index;
  if (end === undefined || text[end] === '"')
    throw new Error(`A quote or the end within a bare field at ${start}`);
  return [text.slice(start, end), end];
}

function quotedField(text: string, start: number): [string, number] {
  let field = '';
  for (let at = start + 1; ; at++) {
    if (at >= text.length) throw new Error('A quote that is not closed');
    if (text[at] !== '"') field += text.charAt(at);
    else if (text[at + 1] === '"') field += text.charAt(++at);
    else return [field, at + 1];
  }
}

export interface ReadSheet {
  readonly name: string;
  /** Rows from above that stay in view. */
  readonly frozen: number;
  readonly rows: CellValue[][];
}

export async function parseXlsx(content: Buffer): Promise<ReadSheet[]> {
  const { default: excel } = await import('exceljs');
  const book = new excel.Workbook();
  await book.xlsx.read(Readable.from([content]));
  return book.worksheets.map(readSheet);
}

function readSheet(sheet: Worksheet): ReadSheet {
  // counted anew at each asking, over all rows
  const { name, columnCount } = sheet;
  const cellsOf = (row: unknown): CellValue[] =>
    Array.from({ length: columnCount }, (_, index) => (row as CellValue[])[index + 1] ?? null);
  const frozen = sheet.views[0]?.state === 'frozen' ? (sheet.views[0].ySplit ?? 0) : 0;
  return { name, frozen, rows: sheet.getSheetValues().slice(1).map(cellsOf) };
}

export function parseJsonl(content: Buffer): Record<string, unknown>[] {
  const lines = content.toString('utf8').split('\n');
  if (lines.pop() !== '') throw new Error('The last line has no end');
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}
