/** What stands in a cell; a formula counts by its result. Null: nothing. */
export type Cell = string | number | CellProblem | null;

/** A cell that has no value to take, and what to do about it. */
export interface CellProblem {
  readonly problem: string;
}

/** One row of a sheet. */
export interface SheetRow {
  /** Its number as the seller sees it: the first is 1. */
  readonly line: number;
  /** From the first column on. */
  readonly cells: readonly Cell[];
}

/** Columns that are looked at: none that we know stands further right. */
export const MOST_COLUMNS = 500;
