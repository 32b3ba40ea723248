import { fileProblem } from '../domain/file-problems.js';
import { MOST_COLUMNS, type Cell, type SheetRow } from '../domain/sheet.js';
import { dateStyles } from './date-styles.js';
import { Parts } from './unpack.js';
import { firstSheet, sharedStrings, unescaped } from './workbook.js';
import { readXml, type Reader } from './xml.js';

/** Cells of a sheet, empty ones between others counted. */
const MOST_CELLS = 500_000;

/**
 * Rows of the first sheet of a workbook (ECMA-376), one after another: no more than a piece of it is in memory.
 * @throws FileProblems for what is no workbook, or unpacks to too much
 */
export async function* xlsxRows(file: Buffer): AsyncGenerator<SheetRow> {
  const parts = await Parts.of(file);
  const sheet = await firstSheet(parts);
  const rows = new Rows(await sharedStrings(parts), await dateStyles(parts));
  for await (const _ of readXml(parts.text(sheet), rows.reader)) yield* rows.taken();
  yield* rows.taken();
}

/** As many as Excel knows, most of them empty. */
const MOST_LINES = 1_048_576;

/** Characters of a text: of one that any number of cells refer to, each would be looked through anew. */
const MOST_OF_TEXT = 1_000;

const DATE = {
  problem: 'The cell holds a date. Format it as a number, and write the number again.',
};
const DAMAGED = { problem: 'The cell is damaged. Write it anew.' };

/** A cell as it is read. */
interface Draft {
  readonly index: number;
  readonly type: string;
  readonly style: number;
  readonly isFormula: boolean;
  readonly value: string | null;
}

/** Makes rows of what is read. */
class Rows {
  readonly reader: Reader = {
    open: (name, attributes) => {
      this.open(name, attributes);
    },
    text: (piece) => {
      if (this.isText && this.cell) this.cell = { ...this.cell, value: (this.cell.value ?? '') + piece };
    },
    close: (name) => {
      this.close(name);
    },
  };

  private ready: SheetRow[] = [];
  private line = 0;
  private cells: Cell[] = [];
  private cell: Draft | null = null;
  private isText = false;
  private isAloud = false;
  private count = 0;
  private lines = 0;

  constructor(
    private readonly strings: readonly string[],
    private readonly dates: ReadonlySet<number>,
  ) {}

  /** What has been read since the last time. */
  taken(): SheetRow[] {
    const { ready } = this;
    this.ready = [];
    return ready;
  }

  private open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (name === 'row') {
      this.openRow(attributes);
    } else if (name === 'c') {
      this.openCell(attributes);
    } else if (name === 'f' && this.cell) {
      this.cell = { ...this.cell, isFormula: true };
    }
    if (name === 'rPh') this.isAloud = true;
    this.isText = name === 'v' || (name === 't' && !this.isAloud);
  }

  /** Numbers may be left out: then it is the next one; of cells too. */
  private openRow({ r }: Readonly<Record<string, string>>): void {
    this.line = r === undefined ? this.line + 1 : Number(r);
    this.cells = [];
    this.lines += 1;
    if (this.lines > MOST_LINES)
      throw fileProblem(`The sheet has more than ${MOST_LINES} rows. Delete those that are empty.`);
  }

  private openCell({ r, t = 'n', s = '0' }: Readonly<Record<string, string>>): void {
    const index = r === undefined ? this.cells.length : indexOf(r);
    this.cell = { index, type: t, style: Number(s), isFormula: false, value: null };
  }

  private close(name: string): void {
    this.isText = false;
    if (name === 'rPh') this.isAloud = false;
    if (name === 'c' && this.cell) this.place(this.cell);
    if (name === 'row') this.ready.push({ line: this.line, cells: this.cells });
  }

  private place(draft: Draft): void {
    this.cell = null;
    if (!(draft.index < MOST_COLUMNS)) {
      throw fileProblem(`More than ${MOST_COLUMNS} columns. Leave out those that are not needed.`, this.line);
    }
    const before = this.cells.length;
    while (this.cells.length < draft.index) this.cells.push(null);
    this.cells[draft.index] =
      draft.type === 'n' && draft.value !== null && this.dates.has(draft.style)
        ? DATE
        : valueOf(draft, this.strings);
    this.count += this.cells.length - before;
    if (this.count > MOST_CELLS)
      throw fileProblem(
        `The sheet has more than ${MOST_CELLS} cells. Leave out columns that are not needed.`,
      );
  }
}

function valueOf({ type, isFormula, value }: Draft, strings: readonly string[]): Cell {
  if (value === null) {
    return isFormula
      ? { problem: 'The formula has no result. Open the file in a spreadsheet program and save it.' }
      : null;
  }
  if (type === 'e') return { problem: `The cell shows the error ${value.slice(0, 20)}. Mend it.` };
  if (type === 'b') return value === '1' ? 'TRUE' : 'FALSE';
  if (type === 's') return textOf(strings[Number(value)]);
  if (type !== 'n') return textOf(unescaped(value));
  const number = Number(value);
  return Number.isFinite(number) ? number : DAMAGED;
}

function textOf(text: string | undefined): Cell {
  if (text === undefined) return DAMAGED;
  return text.length > MOST_OF_TEXT
    ? { problem: `The text is longer than ${MOST_OF_TEXT} characters. Shorten it.` }
    : text;
}

/** @param reference such as B7. @returns the place of its column, from 0; NaN when it names none */
function indexOf(reference: string): number {
  const letters = /^[A-Z]{1,3}(?=\d+$)/.exec(reference)?.[0];
  if (letters === undefined) return NaN;
  return Array.from(letters).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}
