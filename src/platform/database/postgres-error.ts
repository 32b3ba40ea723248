/** What PostgreSQL said, where it is an error of PostgreSQL: SQLSTATE, and the constraint if one was broken. */
export interface PostgresError extends Error {
  readonly code: string;
  readonly constraint?: string;
}

const UNIQUE_VIOLATION = '23505';

/** Whether a unique constraint of this name was broken. Citus gives no name: then any unique violation counts. */
export function isUniqueViolation(error: unknown, constraint: string): boolean {
  const cause = driverError(error);
  return (
    cause?.code === UNIQUE_VIOLATION && (cause.constraint === undefined || cause.constraint === constraint)
  );
}

/** Its SQLSTATE, where it is an error of PostgreSQL. */
export function sqlState(error: unknown): string | null {
  return driverError(error)?.code ?? null;
}

/** TypeORM wraps errors of the driver. */
function driverError(error: unknown): PostgresError | null {
  if (!(error instanceof Error)) return null;
  const inner = 'driverError' in error && error.driverError instanceof Error ? error.driverError : error;
  return 'code' in inner && typeof inner.code === 'string' ? (inner as PostgresError) : null;
}
