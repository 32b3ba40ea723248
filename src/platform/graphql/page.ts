import { badUserInput } from './bad-user-input.js';
import { decodeCursor } from './cursor.js';
import type { CursorKind, KeyType, KeyValues } from './cursor.js';

const MAX_PAGE_SIZE = 100;
/** For `@Args('first', { defaultValue: DEFAULT_PAGE_SIZE })`. */
export const DEFAULT_PAGE_SIZE = 20;

/** The arguments of every list, as they come from the client. */
export interface PageArgs {
  first?: number | null;
  after?: string | null;
}

/** The same, checked. Queries ask for `limit + 1` rows: the one too many tells that there is a next page. */
export interface Page<Types extends readonly KeyType[] = readonly KeyType[]> {
  readonly kind: CursorKind<Types>;
  /** Nodes to hand out, 1 to 100. */
  readonly limit: number;
  /** The keys of the last row of the page before, in the order of ORDER BY; null on the first page. */
  readonly after: KeyValues<Types> | null;
}

/** @throws GraphQLError BAD_USER_INPUT for a size out of range or a cursor not made for this list */
export function readPage<Types extends readonly KeyType[]>(
  { first, after }: PageArgs,
  kind: CursorKind<Types>,
): Page<Types> {
  const limit = first ?? DEFAULT_PAGE_SIZE;
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_PAGE_SIZE) {
    throw badUserInput('first', `expected a number from 1 to ${MAX_PAGE_SIZE}`);
  }
  return { kind, limit, after: after === undefined || after === null ? null : decodeCursor(kind, after) };
}
