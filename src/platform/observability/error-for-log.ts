/** How deep causes are followed. */
const MOST_CAUSES = 3;

/** What PostgreSQL and others name things by; their details repeat whole rows. */
const NAMES = ['code', 'constraint', 'table', 'schema', 'statusCode', 'path'] as const;

export interface LoggedError {
  readonly type: string;
  readonly message: string;
  readonly stack?: string;
  readonly cause?: LoggedError;
  readonly [name: string]: unknown;
}

/**
 * What the log tells of an error: what it is, says and comes from. What else hangs on it may be anything that it was
 * about: statements with their parameters, rows, requests with their headers.
 */
export function errorForLog(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: 'not an error' };
  const given = error as unknown as Readonly<Record<string, unknown>>;
  const named = NAMES.filter((name) => ['string', 'number'].includes(typeof given[name]));
  const told = repeatsWhatItWasGiven(error, given['code']) ? withoutQuotations : unchanged;
  return {
    type: error.name === 'Error' ? error.constructor.name : error.name,
    message: told(error.message),
    ...(error.stack !== undefined && { stack: told(error.stack) }),
    ...Object.fromEntries(named.map((name) => [name, given[name]])),
    ...(error.cause !== undefined && depth < MOST_CAUSES && { cause: errorForLog(error.cause, depth + 1) }),
  };
}

/** PostgreSQL's class of data that is of another form, and JSON that is none. */
function repeatsWhatItWasGiven(error: Error, code: unknown): boolean {
  return error instanceof SyntaxError || (typeof code === 'string' && /^22...$/.test(code));
}

function withoutQuotations(text: string): string {
  return text.replace(/"[^\n]*"|'[^\n]*'/g, '"..."');
}

function unchanged(text: string): string {
  return text;
}
