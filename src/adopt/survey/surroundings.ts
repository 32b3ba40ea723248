import { extensionsOfMigrations } from '../../platform/database/baseline.js';
import { APP_ROLE, OWNER_ROLE, SYSTEM_ROLE } from '../../platform/database/roles.js';
import { AdoptionError } from '../adoption-error.js';
import type { Link } from '../link.js';
import { TABLES } from './version-one.js';

/**
 * What is set of a database around its tables: where those look who name no schema, as all programs do, and whether the
 * extensions that migrations need can be had where they look.
 * @throws AdoptionError that names each thing, and how to set it right
 */
export async function refuseSurroundings(link: Link): Promise<void> {
  const wrong = [
    ...(await strangePaths(link)),
    ...(await strangeExtensions(link)),
    ...(await publications(link)),
  ];
  if (wrong.length > 0) throw new AdoptionError(wrong.join(' '));
}

/** Of the programs of version 1 it is their own affair: what they name is looked for where they have said. */
async function strangePaths(link: Link): Promise<string[]> {
  const rows = await link.rows<{ role: string; path: string; first: string }>(PATHS, [
    [OWNER_ROLE, APP_ROLE, SYSTEM_ROLE],
  ]);
  return rows.map(
    ({ role, path, first }) =>
      `The search_path of ${role} in this database is ${path}: tables that are named without a schema would be looked for in ${first} before public. Change it (ALTER DATABASE or ALTER ROLE ... SET search_path), or rename the schema.`,
  );
}

async function strangeExtensions(link: Link): Promise<string[]> {
  const rows = await link.rows<{ name: string; schema: string | null }>(EXTENSIONS, [
    await extensionsOfMigrations(),
  ]);
  return rows.map(({ name, schema }) =>
    schema === null
      ? `The server has no extension ${name}, which version 2 needs. Let an administrator install it.`
      : `The extension ${name} is in the schema ${schema}, where version 2 does not look: ALTER EXTENSION ${name} SET SCHEMA public.`,
  );
}

/** While a table has no key, which it has not while it is taken over, the server refuses changes that it has to publish. */
async function publications(link: Link): Promise<string[]> {
  const rows = await link.rows<{ name: string }>(PUBLICATIONS, [TABLES]);
  return rows.map(
    ({ name }) => `The publication ${name} has tables of version 1. Drop it before, and make it anew after.`,
  );
}

/** As a session of the role begins in a database: what is said of both counts before what is said of one of them. */
export const PATH_OF = (role: string, besides = 'true'): string => `coalesce((
    SELECT substr(config, length('search_path=') + 1) FROM pg_db_role_setting s CROSS JOIN unnest(s.setconfig) AS config
    WHERE config LIKE 'search_path=%' AND s.setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
      AND s.setrole IN (0, (SELECT oid FROM pg_roles WHERE rolname = ${role})) AND ${besides}
    ORDER BY s.setrole <> 0 AND s.setdatabase <> 0 DESC, s.setrole <> 0 DESC LIMIT 1
  ), '"$user", public')`;

/** Of schemas that there are, the first; none of them is told as well. */
const PATHS = `
  SELECT role, path, coalesce(first, 'none') AS first
  FROM (SELECT role, ${PATH_OF('role')} AS path FROM unnest($1::text[]) AS role) AS of
    LEFT JOIN LATERAL (
      SELECT n.nspname AS first
      FROM unnest(string_to_array(path, ',')) WITH ORDINALITY AS part (name, place)
        JOIN pg_namespace n ON n.nspname = replace(trim(both '"' from btrim(part.name)), '$user', role)
      ORDER BY place LIMIT 1
    ) AS found ON true
  WHERE first IS DISTINCT FROM 'public'`;

const EXTENSIONS = `
  SELECT wanted AS name, n.nspname AS schema
  FROM unnest($1::text[]) AS wanted LEFT JOIN pg_extension e ON e.extname = wanted
    LEFT JOIN pg_namespace n ON n.oid = e.extnamespace
  WHERE CASE WHEN e.oid IS NULL THEN wanted NOT IN (SELECT name FROM pg_available_extensions)
    ELSE n.nspname NOT IN ('public', 'pg_catalog') END`;

const PUBLICATIONS = `
  SELECT DISTINCT p.pubname AS name FROM pg_publication p JOIN pg_publication_tables t ON t.pubname = p.pubname
  WHERE t.schemaname = 'public' AND t.tablename = ANY ($1) AND (p.pubupdate OR p.pubdelete) ORDER BY 1`;
