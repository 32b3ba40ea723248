import type { GraphQLError } from 'graphql';
import { badUserInput } from './bad-user-input.js';
import { isStorableText } from './storable-text.js';

/** What may stand in a cursor. Every value ends up as a parameter of a query, so its form is checked like any input. */
const KEY_FORMS = {
  text: (value: unknown) => typeof value === 'string' && isStorableText(value),
  integer: (value: unknown) => Number.isSafeInteger(value),
  /** Integer that may pass 2^53, as a string. */
  bigint: (value: unknown) => isText(value, /^-?\d{1,18}$/),
  /** PostgreSQL numeric as a string. */
  decimal: (value: unknown) => isText(value, /^-?\d{1,40}(\.\d{1,40})?$/),
  uuid: (value: unknown) => isText(value, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
  /** Instant in UTC with up to microseconds: cut to milliseconds, it would skip or repeat rows. */
  instant: (value: unknown) => isDated(value, /^(?!0000)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z$/),
  /** Calendar day YYYY-MM-DD. */
  date: (value: unknown) => isDated(value, /^(?!0000)\d{4}-\d\d-\d\d$/),
} as const;

type KeyForm = keyof typeof KEY_FORMS;
/** A `?` admits null, for sort columns that may be empty. */
export type KeyType = KeyForm | `${KeyForm}?`;
type KeyValue<Type extends KeyType> = Type extends `${infer Form}?`
  ? KeyValueOf<Form> | null
  : KeyValueOf<Type>;
type KeyValueOf<Form extends string> = Form extends 'integer' ? number : string;
export type KeyValues<Types extends readonly KeyType[]> = {
  -readonly [I in keyof Types]: KeyValue<Types[I]>;
};

/** One list in one order. Its cursors fit no other. */
export interface CursorKind<Types extends readonly KeyType[] = readonly KeyType[]> {
  /** Unique among all kinds, e.g. `products.createdAt.desc`. */
  readonly name: string;
  /** The columns of ORDER BY, the unique one last. */
  readonly keys: Types;
}

export function cursorKind<const Types extends readonly KeyType[]>(
  name: string,
  keys: Types,
): CursorKind<Types> {
  return { name, keys };
}

/** Characters of an encoded cursor: room for a sort key of some 2,000 Cyrillic letters. */
const MAX_CURSOR_LENGTH = 8192;

/** Opaque to clients: base64url of the JSON array `[kind, ...keys]`. */
export function encodeCursor<Types extends readonly KeyType[]>(
  kind: CursorKind<Types>,
  keys: KeyValues<Types>,
): string {
  const cursor = Buffer.from(JSON.stringify([kind.name, ...keys])).toString('base64url');
  if (cursor.length > MAX_CURSOR_LENGTH) throw new RangeError(`The sort keys of ${kind.name} are too long`);
  return cursor;
}

/**
 * The keys after which the next page starts.
 *
 * A cursor is not signed: somebody who edits one reaches another place of the same list, never another caller's rows,
 * since the list itself is filtered by who asks.
 *
 * @throws GraphQLError BAD_USER_INPUT for anything that `encodeCursor` did not make for this very kind
 */
export function decodeCursor<Types extends readonly KeyType[]>(
  kind: CursorKind<Types>,
  cursor: string,
): KeyValues<Types> {
  const parts = readParts(cursor);
  if (parts?.[0] !== kind.name) throw invalidCursor();
  const keys = parts.slice(1);
  if (keys.length !== kind.keys.length || !kind.keys.every((type, index) => fits(type, keys[index]))) {
    throw invalidCursor();
  }
  return keys as KeyValues<Types>;
}

function readParts(cursor: string): unknown[] | undefined {
  if (cursor.length > MAX_CURSOR_LENGTH) return undefined;
  const bytes = Buffer.from(cursor, 'base64url');
  // Buffer skips what is not base64url; only the spelling that we write ourselves comes back unchanged.
  if (bytes.toString('base64url') !== cursor) return undefined;
  try {
    const parts: unknown = JSON.parse(bytes.toString('utf8'));
    return Array.isArray(parts) ? parts : undefined;
  } catch {
    return undefined;
  }
}

function fits(type: KeyType, value: unknown): boolean {
  if (!type.endsWith('?')) return KEY_FORMS[type as KeyForm](value);
  return value === null || KEY_FORMS[type.slice(0, -1) as KeyForm](value);
}

function isText(value: unknown, form: RegExp): value is string {
  return typeof value === 'string' && form.test(value);
}

/** A day that does not exist comes back from Date as another one, or as none at all. */
function isDated(value: unknown, form: RegExp): boolean {
  if (!isText(value, form)) return false;
  const instant = new Date(value);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(value.slice(0, 10));
}

function invalidCursor(): GraphQLError {
  return badUserInput('after', 'expected a cursor of this list: the endCursor of one of its pages');
}
