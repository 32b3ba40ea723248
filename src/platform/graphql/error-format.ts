import { unwrapResolverError } from '@apollo/server/errors';
import type { GraphQLFormattedError } from 'graphql';
import { TooBusyError } from '../crypto/bounded-queue.js';
import { libraryFault } from './library-faults.js';

/** The closed set of codes of top-level errors, and what the libraries' own codes become. */
const CODES: Readonly<Record<string, string>> = {
  UNAUTHENTICATED: 'UNAUTHENTICATED',
  FORBIDDEN: 'FORBIDDEN',
  BAD_USER_INPUT: 'BAD_USER_INPUT',
  TENANT_SUSPENDED: 'TENANT_SUSPENDED',
  TOO_COMPLEX: 'TOO_COMPLEX',
  RATE_LIMITED: 'RATE_LIMITED',
  MAX_RECURSIVE_SELECTIONS_EXCEEDED: 'TOO_COMPLEX',
  BAD_REQUEST: 'BAD_USER_INPUT',
  GRAPHQL_PARSE_FAILED: 'BAD_USER_INPUT',
  GRAPHQL_VALIDATION_FAILED: 'BAD_USER_INPUT',
  OPERATION_RESOLUTION_FAILURE: 'BAD_USER_INPUT',
  PERSISTED_QUERY_NOT_FOUND: 'BAD_USER_INPUT',
  PERSISTED_QUERY_NOT_SUPPORTED: 'BAD_USER_INPUT',
};

/** How graphql-js says that a document has been read no further (its own spelling). */
const TOKEN_LIMIT = /^Syntax Error: Document contains more tha[nt] (\d+) tokens\. Parsing aborted\.$/;

/** How graphql-js ends after fifty values that are wrong; it gives that no code. */
const MORE_VALUES = /^Too many errors processing variables, error limit reached\. Execution aborted\.$/;

/**
 * What a client sees of an error. Anything unknown is masked in every environment: its cause is in the log under the
 * same request id.
 */
export function formatError(formatted: GraphQLFormattedError, thrown: unknown): GraphQLFormattedError {
  const cause = unwrapResolverError(thrown);
  if (cause instanceof TooBusyError) {
    const { message, retryAfterSeconds } = cause;
    return { ...position(formatted), message, extensions: { code: 'RATE_LIMITED', retryAfterSeconds } };
  }
  if (TOKEN_LIMIT.test(formatted.message)) {
    return { ...position(formatted), message: tokenLimit(formatted), extensions: { code: 'TOO_COMPLEX' } };
  }
  if (MORE_VALUES.test(formatted.message)) {
    const message = 'More values are wrong than are told.';
    return { ...position(formatted), message, extensions: { code: 'BAD_USER_INPUT' } };
  }
  const given = formatted.extensions?.['validationErrorCode'] ?? formatted.extensions?.['code'];
  const code = typeof given === 'string' ? CODES[given] : undefined;
  if (code === undefined) {
    const requestId = formatted.extensions?.['requestId'];
    const extensions = { code: 'INTERNAL', ...(typeof requestId === 'string' && { requestId }) };
    return { ...position(formatted), message: 'Internal error', extensions };
  }
  const { message, ...fields } = libraryFault(formatted.message, cause);
  return { ...position(formatted), message, extensions: { code, ...fields, ...told(formatted) } };
}

/** What else goes out with an error: nothing but what is meant for clients. */
function told({ extensions }: GraphQLFormattedError): Record<string, unknown> {
  const known = ['fields', 'retryAfterSeconds'].map((key) => [key, extensions?.[key]] as const);
  return Object.fromEntries(known.filter(([, value]) => value !== undefined));
}

function tokenLimit({ message }: GraphQLFormattedError): string {
  const limit = TOKEN_LIMIT.exec(message)?.[1] ?? '';
  return `Too complex: more than ${limit} tokens. Ask for less at once.`;
}

function position({
  locations,
  path,
}: GraphQLFormattedError): Pick<GraphQLFormattedError, 'locations' | 'path'> {
  return { ...(locations && { locations }), ...(path && { path }) };
}
