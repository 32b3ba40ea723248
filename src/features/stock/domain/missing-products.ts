import { ErrorCode } from '../../../platform/errors/error-code.js';
import type { RowErrors } from './row-errors.js';

export interface ProductRow {
  readonly index: number;
  /** In lower case. */
  readonly productId: string;
}

/** Owner by product, of those that the caller may change. */
export type Owners = ReadonlyMap<string, string>;

/** What is missing, a stranger's or no id at all goes into the errors, all of it alike. */
export function noteMissing(rows: readonly ProductRow[], owners: Owners, errors: RowErrors): void {
  for (const { index, productId } of rows) {
    if (!owners.has(productId))
      errors.add(index, 'productId', 'There is no such product.', ErrorCode.NOT_FOUND);
  }
}
