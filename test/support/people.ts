import type { TestApp } from './app.js';

export interface Person {
  readonly userId: string;
  readonly tenantId: string;
  readonly email: string;
  readonly token: string;
}

/** Somebody more in the tenant of somebody who is registered, with the same password, signed in. */
export async function colleague(test: TestApp, of: Person, name: string, role: string): Promise<Person> {
  const email = `${name}@example.com`;
  const [made] = await test.database.query<{ id: string }>(
    `INSERT INTO users (id, email, tenant_id, role, password_hash, created_at)
     SELECT uuid_v7(), $2, tenant_id, $3::user_role, password_hash, created_at FROM users WHERE id = $1 RETURNING id`,
    [of.userId, email, role],
  );
  return { userId: made?.id ?? '', tenantId: of.tenantId, email, token: await test.login(email) };
}

/** A platform administrator with a tenant of their own. */
export async function platformAdmin(test: TestApp, name: string): Promise<Person> {
  const person = await test.register(name);
  await test.database.query('UPDATE users SET is_admin = true WHERE id = $1', [person.userId]);
  return { ...person, token: await test.login(person.email) };
}

export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly field: string[] | null;
}

/** What a mutation answered. */
export interface Payload {
  readonly userErrors: Failure[];
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests name the fields that they asked for
  readonly [field: string]: any;
}

/** What a list answered. */
export interface Listed {
  readonly nodes: Readonly<Record<string, unknown>>[];
  readonly totalCount: number;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
}

const TABLES = ['users', 'tenants', 'invitations', 'audit_log', 'notifications', 'refresh_tokens'];

/** Every row that a refusal has to leave alone, and how many jobs there are; to be compared with itself. */
export async function contents(test: TestApp): Promise<Readonly<Record<string, string[] | number>>> {
  const found: Record<string, string[] | number> = {};
  for (const table of TABLES) {
    const rows = await test.database.query<{ row: string }>(
      `SELECT t::text AS row FROM ${table} t ORDER BY t::text`,
    );
    found[table] = rows.map(({ row }) => row);
  }
  const [jobs] = await test.database.query<{ count: number }>(
    'SELECT count(*)::integer AS count FROM pgboss.job',
  );
  return { ...found, jobs: jobs?.count ?? 0 };
}

export interface AuditRow {
  readonly action: string;
  readonly actor: string | null;
  readonly subject: string | null;
  readonly entity: string | null;
  readonly changes: unknown;
}

/** What the audit log of a tenant says, in order, sign-ins left out. */
export function auditOf(test: TestApp, tenantId: string): Promise<AuditRow[]> {
  return test.database.query<AuditRow>(
    `SELECT action, admin_user_id AS actor, user_id AS subject, entity_id AS entity, changes FROM audit_log
     WHERE tenant_id = $1 AND action NOT LIKE 'auth.%' ORDER BY created_at, id`,
    [tenantId],
  );
}

/** What kinds of security notices somebody was given, in order. */
export async function noticesOf(test: TestApp, userId: string): Promise<string[]> {
  const rows = await test.database.query<{ kind: string }>(
    `SELECT data->>'kind' AS kind FROM notifications WHERE user_id = $1 AND type = 'SECURITY' ORDER BY created_at, id`,
    [userId],
  );
  return rows.map(({ kind }) => kind);
}

/** Whether a token is still answered: null when it is, else the code of the refusal. */
export async function refusalOf(test: TestApp, token: string): Promise<unknown> {
  const { errors } = await test.graphql('{ viewer { user { id } } }', {}, token);
  return errors?.[0]?.extensions.code ?? null;
}
