/** The text of a null in an array. */
const NULL = 'NULL';

/**
 * An array as PostgreSQL reads it, of what can hold no comma, bracket, quote or space: ids, numbers, days, instants, amounts.
 * The driver looks for these in each value, which for a batch takes as long as all the rest of sending it.
 */
export function plainArray(values: readonly (string | number | null | undefined)[]): string {
  return `{${values.map((value) => value ?? NULL).join()}}`;
}
