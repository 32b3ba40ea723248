import { AdoptionError } from './adoption-error.js';
import { BACKUP, TABLES, UPDATED_AT_FUNCTION, VIEWS } from './survey/version-one.js';
import { LEGACY_ROLE, listed, quoted } from './identifiers.js';
import { INDEX_MEMORY, type Link } from './link.js';
import { APP_ROLE, OWNER_ROLE, SYSTEM_ROLE } from '../platform/database/roles.js';

/** Who is signed in, and what they may. */
interface Rights {
  readonly role: string;
  readonly superuser: boolean;
  readonly createRole: boolean;
  readonly createInDatabase: boolean;
  readonly createInSchema: boolean;
  readonly serverVersion: number;
  readonly hasLegacyRole: boolean;
  /** Whether that one passes all walls, or has the rights of a role of version 2, or the other way round. */
  readonly mixed: boolean;
  /** Roles of ours that are missing. */
  readonly missing: readonly string[];
  /** Tables of version 1 that somebody else owns. */
  readonly foreign: readonly string[];
}

const OLDEST_SERVER = 150_000;

export async function rightsOf(link: Link): Promise<Rights> {
  return link.one<Rights>(RIGHTS, [
    [APP_ROLE, SYSTEM_ROLE],
    [...TABLES, BACKUP],
  ]);
}

/** @throws AdoptionError that names what is missing, and how to give it */
export function assertRights(rights: Rights, legacyClients: boolean): void {
  const all = [
    ...ofServer(rights),
    ...(legacyClients ? ofLegacy(rights) : []),
    ...(rights.superuser ? [] : ofOwner(rights)),
  ];
  const wrong = all.filter(([isWrong]) => isWrong).map(([, text]) => text);
  if (wrong.length > 0) throw new AdoptionError(wrong.join(' '));
}

type Judged = readonly [isWrong: boolean, text: string];

const ofServer = ({ serverVersion }: Rights): Judged[] => [
  [serverVersion < OLDEST_SERVER, 'PostgreSQL 15 or newer is needed.'],
];

const ofLegacy = ({ hasLegacyRole, mixed, superuser, role }: Rights): Judged[] => [
  [
    !hasLegacyRole,
    `LEGACY_CLIENTS=1: there is no role ${LEGACY_ROLE} for the programs of version 1 to sign in as.`,
  ],
  [
    mixed,
    `LEGACY_CLIENTS=1: ${LEGACY_ROLE} is a superuser, passes row-level security, or is a member of a role of version 2 or the other way round. Take that away before.`,
  ],
  [
    !superuser && role === LEGACY_ROLE,
    `LEGACY_CLIENTS=1: ${role} is the role of version 1's programs, who may not own version 2's tables. Name a superuser.`,
  ],
];

const ofOwner = ({
  role,
  createInDatabase,
  createInSchema,
  createRole,
  missing,
  foreign,
}: Rights): Judged[] => [
  [!createInDatabase, `${role} may not create in the database: GRANT CREATE ON DATABASE.`],
  [!createInSchema, `${role} may not create in the schema public: GRANT CREATE ON SCHEMA public.`],
  [
    missing.length > 0 && !createRole,
    `The roles ${missing.join(', ')} are missing, and ${role} may not make them. Let an administrator make them.`,
  ],
  [
    foreign.length > 0,
    `${role} does not own ${foreign.join(', ')}. Name their owner in --database-url, or a superuser.`,
  ],
];

/**
 * Makes the roles that are missing, and under a superuser hands everything over to the role that owns the schema of
 * version 2; from here on all is done as that role. Other owners stay what they are. In a transaction.
 * @returns the owner
 */
export async function takeOwnership(link: Link, { role, superuser, missing }: Rights): Promise<string> {
  for (const each of missing) await link.run(`CREATE ROLE ${quoted(each)} LOGIN`);
  if (!superuser) return role;
  await link.run(`
    DO $$ BEGIN CREATE ROLE ${OWNER_ROLE} LOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$`);
  const things = await link.rows<{ sql: string }>(THINGS, [
    [...TABLES, BACKUP],
    [...VIEWS],
    UPDATED_AT_FUNCTION,
  ]);
  if (things.length > 0) await link.lock([...TABLES].reverse());
  for (const { sql } of things) await link.run(`${sql} OWNER TO ${OWNER_ROLE}`);
  return OWNER_ROLE;
}

/** For a session that was begun as a superuser. */
export async function actAs(link: Link, owner: string): Promise<void> {
  await link.run(`SET ROLE ${quoted(owner)}`);
}

const RIGHTS = `
  SELECT current_user::text AS role, r.rolsuper AS superuser, r.rolcreaterole AS "createRole",
    has_database_privilege(current_database(), 'CREATE') AS "createInDatabase",
    has_schema_privilege('public', 'CREATE') AS "createInSchema",
    current_setting('server_version_num')::integer AS "serverVersion",
    EXISTS (SELECT FROM pg_roles WHERE rolname = '${LEGACY_ROLE}') AS "hasLegacyRole",
    EXISTS (
      SELECT FROM pg_roles l LEFT JOIN pg_roles o ON o.rolname IN (${listed([APP_ROLE, SYSTEM_ROLE, OWNER_ROLE])})
      WHERE l.rolname = '${LEGACY_ROLE}' AND (l.rolsuper OR l.rolbypassrls
        OR pg_has_role(l.oid, o.oid, 'MEMBER') OR (NOT o.rolsuper AND pg_has_role(o.oid, l.oid, 'MEMBER')))
    ) AS mixed,
    ARRAY (SELECT name FROM unnest($1::text[]) AS name WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name)) AS missing,
    ARRAY (
      SELECT c.relname::text FROM pg_class c
      WHERE c.relnamespace = 'public'::regnamespace AND c.relname = ANY ($2::text[]) AND NOT pg_has_role(c.relowner, 'USAGE')
      ORDER BY 1
    ) AS foreign
  FROM pg_roles r WHERE r.rolname = current_user`;

/** The database, where new schemas come to be; and what version 1 has made, as far as it is somebody else's. */
const THINGS = `
  SELECT sql FROM (
    SELECT format('ALTER DATABASE %I', datname) AS sql, datdba AS owner FROM pg_database WHERE datname = current_database()
    UNION ALL SELECT 'ALTER SCHEMA public', nspowner FROM pg_namespace
      WHERE nspname = 'public' AND pg_get_userbyid(nspowner) <> 'pg_database_owner'
    UNION ALL SELECT format('ALTER TABLE %s', c.oid::regclass), c.relowner FROM pg_class c
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname = ANY ($1::text[])
    UNION ALL SELECT format('ALTER VIEW %s', c.oid::regclass), c.relowner FROM pg_class c
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'v' AND c.relname = ANY ($2::text[])
    UNION ALL SELECT format('ALTER TYPE %s', t.oid::regtype), t.typowner FROM pg_type t
      WHERE t.typtype = 'e' AND t.typnamespace = 'public'::regnamespace AND (
        t.typname IN ('user_role', 'subscription_status', 'payment_status_enum') OR EXISTS (
          SELECT FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid WHERE a.atttypid = t.oid AND c.relname = ANY ($1::text[])))
    UNION ALL SELECT format('ALTER FUNCTION %s', p.oid::regprocedure), p.proowner FROM pg_proc p
      WHERE p.pronamespace = 'public'::regnamespace AND p.proname = $3::text
  ) AS things
  WHERE pg_get_userbyid(owner) <> '${OWNER_ROLE}'`;

/** The same connection for others to make, who are to act as the owner from the start, and make indexes of large tables. */
export function ownerUrl(url: string, owner: string): string {
  const acting = new URL(url);
  acting.searchParams.set(
    'options',
    `-c role=${owner} -c search_path=public -c maintenance_work_mem=${INDEX_MEMORY}`,
  );
  return acting.toString();
}
