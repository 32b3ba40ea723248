import { unwrapResolverError } from '@apollo/server/errors';
import type { GraphQLFormattedError } from 'graphql';
import { TooBusyError } from '../crypto/bounded-queue.js';

/** The closed set of codes of top-level errors, and what the libraries' own codes become. */
const CODES: Readonly<Record<string, string>> = {
  UNAUTHENTICATED: 'UNAUTHENTICATED',
  FORBIDDEN: 'FORBIDDEN',
  BAD_USER_INPUT: 'BAD_USER_INPUT',
  TENANT_SUSPENDED: 'TENANT_SUSPENDED',
  TOO_COMPLEX: 'TOO_COMPLEX',
  RATE_LIMITED: 'RATE_LIMITED',
  BAD_REQUEST: 'BAD_USER_INPUT',
  GRAPHQL_PARSE_FAILED: 'BAD_USER_INPUT',
  GRAPHQL_VALIDATION_FAILED: 'BAD_USER_INPUT',
  OPERATION_RESOLUTION_FAILURE: 'BAD_USER_INPUT',
  PERSISTED_QUERY_NOT_FOUND: 'BAD_USER_INPUT',
  PERSISTED_QUERY_NOT_SUPPORTED: 'BAD_USER_INPUT',
};

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
  const given = formatted.extensions?.['code'];
  const code = typeof given === 'string' ? CODES[given] : undefined;
  if (code === undefined) {
    const requestId = formatted.extensions?.['requestId'];
    const extensions = { code: 'INTERNAL', ...(typeof requestId === 'string' && { requestId }) };
    return { ...position(formatted), message: 'Internal error', extensions };
  }
  const fields = formatted.extensions?.['fields'];
  return {
    ...position(formatted),
    message: formatted.message,
    extensions: { code, ...(fields === undefined ? {} : { fields }) },
  };
}

function position({
  locations,
  path,
}: GraphQLFormattedError): Pick<GraphQLFormattedError, 'locations' | 'path'> {
  return { ...(locations && { locations }), ...(path && { path }) };
}
