import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { CsvError, parse } from 'csv-parse';
import { isEmpty } from '../domain/cells.js';
import { fileProblem } from '../domain/file-problems.js';
import { MOST_COLUMNS, type SheetRow } from '../domain/sheet.js';

/** Characters of one row. */
const MOST_OF_ROW = 65_536;
/** Empty ones counted, of which ten million fit into a file. */
const MOST_LINES = 100_000;
/** Characters parsed before anything else gets its turn; each may be a row. */
const PIECE = 2_048;
const SEPARATORS = [';', ',', '\t'] as const;
const TORN =
  'The row has more cells than the one that heads the columns. Put what has a separator in it into quotes, such as "100,50", or separate by semicolons.';
/** By which Excel is told the separator; it does not count as a row. */
const TOLD_SEPARATOR = /^sep=(.)(?:\r\n|\n|\r)/i;

/**
 * Rows of comma-separated values (RFC 4180), also as Excel writes them where the comma is the decimal sign.
 * @throws FileProblems for what is not
 */
export async function* csvRows(file: Buffer): AsyncGenerator<SheetRow> {
  const whole = decoded(file);
  const told = TOLD_SEPARATOR.exec(whole);
  const text = told ? whole.slice(told[0].length) : whole;
  const separator = told?.[1] ?? separatorOf(text);
  const parser = Readable.from(pieces(text)).pipe(
    parse({
      delimiter: separator,
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      max_record_size: MOST_OF_ROW,
    }),
  );
  let line = 0;
  let width = 0;
  try {
    for await (const cells of parser as AsyncIterable<string[]>) {
      line += 1;
      if (line > MOST_LINES)
        throw fileProblem(`The file has more than ${MOST_LINES} rows, empty ones counted.`);
      if (cells.length > MOST_COLUMNS)
        throw fileProblem(`More than ${MOST_COLUMNS} columns. Leave out those that are not needed.`, line);
      if (!cells.every(isEmpty)) {
        width ||= cells.length;
        if (isTorn(cells.slice(width), separator)) throw fileProblem(TORN, line);
      }
      yield { line, cells };
    }
  } catch (error) {
    // it may come before the rows in front of it
    throw error instanceof CsvError ? fileProblem(wordsOf(error), Number(error['records']) + 1) : error;
  }
}

/**
 * Whether a row has more cells than the one that heads the columns: then something has a separator within, such as 100,50
 * between commas, and all behind it is in the wrong column. Of semicolons too many at the end of a row harm nobody.
 */
function isTorn(surplus: readonly string[], separator: string): boolean {
  return separator === ',' ? surplus.length > 0 : !surplus.every(isEmpty);
}

/** UTF-8, with a mark or without; else Windows-1251, in which Excel saves "CSV" in Russian. */
function decoded(file: Buffer): string {
  if (file.includes(0))
    throw fileProblem('This is no CSV in UTF-8 or Windows-1251. Save it as "CSV UTF-8", or send it as XLSX.');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(file);
  } catch {
    return new TextDecoder('windows-1251').decode(file);
  }
}

/** The one of which the first row has most, outside of quotes. */
function separatorOf(text: string): string {
  const [first = ''] = text
    .slice(0, MOST_OF_ROW)
    .trimStart()
    .split(/[\r\n]/, 1);
  const bare = first.replace(/"[^"]*"/g, '');
  const count = (separator: string): number => bare.split(separator).length;
  return SEPARATORS.reduce((best, other) => (count(other) > count(best) ? other : best));
}

async function* pieces(text: string): AsyncGenerator<string> {
  for (let start = 0; start < text.length; start += PIECE) {
    yield text.slice(start, start + PIECE);
    await setImmediate();
  }
}

function wordsOf({ code }: CsvError): string {
  if (code === 'CSV_MAX_RECORD_SIZE')
    return `The row is longer than ${MOST_OF_ROW} characters: a quote is not closed, or this is no CSV.`;
  return 'The quotes are wrong. Put a text with quotes in it into quotes, and double those inside.';
}
