import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { TooBusyError } from '../crypto/bounded-queue.js';
import type { BrokenField } from './bad-user-input.js';
import { literalPlace } from './literal-place.js';

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

/** graphql-js guesses at names, of documents and of variables: that tells of a schema that is not shown. */
const SUGGESTION = / ?Did you mean .+\?$/;

/** graphql-js repeats what a variable was given, whole and in part, be it a password: where and why is enough. */
const GIVEN_VALUE = /^Variable "\$(\w+)" got invalid value .*?(?: at "([\w.[\]]+)")?; ([^;]*)$/s;

/** How scalars of graphql-js word it, of variables and literals alike. */
const REPEATED = /( cannot represent [^:]*): .*$/s;

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
  const given = formatted.extensions?.['validationErrorCode'] ?? formatted.extensions?.['code'];
  const code = typeof given === 'string' ? CODES[given] : undefined;
  if (code === undefined) {
    const requestId = formatted.extensions?.['requestId'];
    const extensions = { code: 'INTERNAL', ...(typeof requestId === 'string' && { requestId }) };
    return { ...position(formatted), message: 'Internal error', extensions };
  }
  const said = formatted.message.replace(SUGGESTION, '');
  const { message, ...fields } = ofVariable(said) ?? ofLiteral(said, cause) ?? { message: said };
  return { ...position(formatted), message, extensions: { code, ...fields, ...told(formatted) } };
}

interface Fault {
  readonly message: string;
  readonly fields: readonly BrokenField[];
}

/** @returns what to say of a variable: which part of it is wrong, and why */
function ofVariable(message: string): Fault | undefined {
  const [, variable, at, given = ''] = GIVEN_VALUE.exec(message) ?? [];
  if (variable === undefined) return undefined;
  const reason = given.replace(REPEATED, '$1.');
  const where = at === undefined ? '' : ` at "${at}"`;
  return {
    message: `Variable "$${variable}" got an invalid value${where}; ${reason}`,
    fields: [{ path: (at ?? variable).replaceAll(/\[(\d+)\]/g, '.$1'), message: reason }],
  };
}

/** The same of a value that is written out in the document. What a resolver throws has a path, and names the field itself. */
function ofLiteral(message: string, cause: unknown): Fault | undefined {
  const node = cause instanceof GraphQLError && !cause.path ? cause.nodes?.[0] : undefined;
  const path = node && literalPlace(node);
  if (!path) return undefined;
  const reason = message.replace(REPEATED, '$1.');
  return { message: `${path}: ${reason}`, fields: [{ path, message: reason }] };
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
