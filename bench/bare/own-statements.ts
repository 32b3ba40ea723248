import type { Pool } from 'pg';
import { permissionsOf, Role } from '../../src/platform/access/index.js';
import type { CallerContext, Context } from '../../src/platform/context/index.js';
import type { Database, Statement } from '../../src/platform/database/index.js';

export interface PreparedCall {
  readonly name: string;
  readonly text: string;
  readonly values: unknown[];
}

/** Who asks; sees the whole tenant. */
export function owner(tenantId: string, userId: string): CallerContext {
  return {
    kind: 'caller',
    tenantId,
    userId,
    role: Role.OWNER,
    scope: 'tenant',
    writeScope: 'tenant',
    impersonatorId: null,
    permissions: permissionsOf(Role.OWNER, false),
    sessionId: '',
    requestId: '',
    ipAddress: null,
    userAgent: null,
    now: () => new Date(),
  };
}

/**
 * The statements by which the application reads something, taken from the application itself: what is compared is then
 * what it sends, today and after the next change.
 * @param read as the application does it, by the database that it is given
 */
export async function statementsOf(
  pool: Pool,
  read: (database: Database) => Promise<unknown>,
): Promise<PreparedCall[]> {
  const calls: PreparedCall[] = [];
  const rows = async (
    _ctx: Context,
    { name, text }: Statement<unknown>,
    values: readonly unknown[],
  ): Promise<object[]> => {
    const call = { name, text, values: [...values] };
    calls.push(call);
    return (await pool.query<object>(call)).rows;
  };
  const row = async (...asked: Parameters<typeof rows>): Promise<object | null> =>
    (await rows(...asked))[0] ?? null;
  await read({ rows, row } as unknown as Database);
  return calls;
}
