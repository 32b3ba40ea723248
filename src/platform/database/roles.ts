import { createHmac } from 'node:crypto';
import pg from 'pg';

export const OWNER_ROLE = 'stocktracker_owner';
export const APP_ROLE = 'stocktracker_app';
export const SYSTEM_ROLE = 'stocktracker_system';

/** Makes the role if missing, with no right but to sign in, and gives it the password. Needs CREATEROLE. */
export async function ensureRole(client: pg.ClientBase, role: string, password: string): Promise<void> {
  const name = pg.escapeIdentifier(role);
  const secret = pg.escapeLiteral(password);
  await client.query(`
    DO $$ BEGIN
      CREATE ROLE ${name};
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
    END $$;
    ALTER ROLE ${name} LOGIN PASSWORD ${secret};
  `);
}

/** @throws Error when the policies and grants do not speak of the role that signs in here */
export async function assertMember(client: pg.ClientBase, role: string): Promise<void> {
  const { rows } = await client.query<{ member: boolean }>(
    'SELECT pg_has_role(current_user, $1, $2) AS member',
    [role, 'USAGE'],
  );
  if (!rows[0]?.member) throw new Error(`expected the role ${role}`);
}

/** @throws Error when the application's role could read past row-level security */
export async function assertConfined(client: pg.ClientBase): Promise<void> {
  await assertMember(client, APP_ROLE);
  const { rows } = await client.query<{ name: string; loose: boolean }>(
    'SELECT rolname AS name, rolsuper OR rolbypassrls AS loose FROM pg_roles WHERE rolname = current_user',
  );
  const role = rows[0];
  if (role?.loose)
    throw new Error(`The role ${role.name} passes row-level security. Give DATABASE_URL of a confined role.`);
}

/**
 * With an owner's URL alone, the passwords of the two roles follow from the owner's (HMAC-SHA256, RFC 2104): every
 * process comes to the same ones without keeping them.
 */
export function derivedRoleUrl(ownerUrl: string, role: string): string | null {
  const url = new URL(ownerUrl);
  if (url.password === '') return null;
  const password = createHmac('sha256', decodeURIComponent(url.password))
    .update(`stock-tracker ${role}`)
    .digest('base64url');
  url.username = role;
  url.password = password;
  return url.toString();
}
