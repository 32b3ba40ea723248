/**
 * What stands in a column, as the database gives it:
 * text a string; integer a number, or digits where it may be beyond 2^53; decimal digits with a point; boolean; day
 * YYYY-MM-DD; instant a Date; json whatever JSON can say. Any may be null.
 */
export type ColumnType = 'text' | 'integer' | 'decimal' | 'boolean' | 'day' | 'instant' | 'json';

export interface Column {
  /** As the header and JSON call it, such as wbArticle. */
  readonly name: string;
  readonly type: ColumnType;
}

/** Values in the order of the columns. */
export type Row = readonly unknown[];
