import { ErrorCode } from '../../../platform/errors/error-code.js';
import type { CostRow } from '../../products/index.js';
import { amountOf, articlesOf, BadCell, daysOf, idOf, isEmpty, nmIdOf } from './cells.js';
import { columnsOf, type Columns, type Field } from './columns.js';
import { fileProblem, FileProblems, type FileProblem } from './file-problems.js';
import type { Cell, SheetRow } from './sheet.js';

export const MOST_ROWS = 10_000;
const MOST_TOLD = 100;

/** A row of costs, and where it stands. */
export type FileRow = CostRow & { readonly line: number };

/** What a sheet says of costs, row by row as it is read. The first row with anything in it heads the columns. */
export class CostSheet {
  readonly rows: FileRow[] = [];
  /** Rows that name a product and say nothing of it, as an export has many. */
  silent = 0;
  private columns: Columns | null = null;
  private readonly problems: FileProblem[] = [];

  /** @throws FileProblems for what makes the rest unreadable */
  add(row: SheetRow): void {
    if (row.cells.every(isEmpty)) return;
    if (!this.columns) {
      this.columns = columnsOf(row);
      return;
    }
    if (this.rows.length + this.silent >= MOST_ROWS)
      throw fileProblem(`The file has more than ${MOST_ROWS} rows. Import it in parts.`);
    this.take(row);
  }

  /** @throws FileProblems with all that is wrong, the first hundred */
  check(): void {
    if (!this.columns) throw fileProblem('The file is empty. Its first row heads the columns.');
    if (this.rows.length + this.silent === 0 && this.problems.length === 0)
      throw fileProblem('The file has no rows but the one that heads the columns.');
    if (this.problems.length > 0) throw new FileProblems(this.problems);
  }

  get ignoredColumns(): readonly string[] {
    return this.columns?.ignored ?? [];
  }

  headingOf(field: string): string | null {
    return this.columns?.places.get(field as Field)?.heading ?? null;
  }

  private take({ line, cells }: SheetRow): void {
    const before = this.problems.length;
    const read = <Value>(field: Field, valueOf: (cell: Cell) => Value): Value | undefined =>
      this.read({ line, cells }, field, valueOf);
    const [wbArticle, ...spellings] = read('wbArticle', articlesOf) ?? [];
    const wbNmId = read('wbNmId', nmIdOf);
    const productId = read('productId', idOf);
    const amount = read('unitCost', amountOf);
    const leadTimeDays = read('leadTimeDays', daysOf);
    if (this.problems.length > before) return;
    if (amount === undefined && leadTimeDays === undefined) {
      this.silent += 1;
    } else if (wbArticle === undefined && wbNmId === undefined) {
      const column = this.headingOf('wbArticle') ?? this.headingOf('wbNmId');
      this.note({ line, column, message: 'Name the product by its article or its nmId.' });
    } else {
      const unitCost = amount === undefined ? undefined : { amount, currency: 'RUB' };
      this.rows.push({ line, productId, wbArticle, spellings, wbNmId, unitCost, leadTimeDays });
    }
  }

  private read<Value>(
    { line, cells }: SheetRow,
    field: Field,
    valueOf: (cell: Cell) => Value,
  ): Value | undefined {
    const place = this.columns?.places.get(field);
    if (!place) return undefined;
    try {
      return valueOf(cells[place.index] ?? null);
    } catch (error) {
      if (!(error instanceof BadCell)) throw error;
      this.note({ line, column: place.heading, message: error.message });
      return undefined;
    }
  }

  private note({ line, ...problem }: { line: number; column: string | null; message: string }): void {
    if (this.problems.length < MOST_TOLD)
      this.problems.push({ code: ErrorCode.INVALID, row: line, ...problem });
    // nobody reads on: ten thousand rows of it would take as long as good ones
    else throw new FileProblems(this.problems);
  }
}
