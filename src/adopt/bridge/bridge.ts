import { BRIDGE, LEGACY_ROLE, quoted } from '../identifiers.js';
import type { Link } from '../link.js';
import type { Run } from '../run.js';
import type { Table } from '../survey/version-one.js';
import { ANALYTICS_CACHE, AUDIT_LOG, OWNED, ROW_COMES, SYSTEM_METRICS } from './owned.sql.js';
import { PANEL_SUBSCRIPTIONS, PANEL_TOKENS } from './panel.sql.js';
import { PRODUCTS } from './products.sql.js';
import { SALES } from './sales.sql.js';
import { STOCK } from './stock.sql.js';
import { USERS } from './users.sql.js';
import { oldProgram, type Crossing } from './words.js';

/** What version 1's programs may do with a table: what they did, but no record is taken out of a ledger. */
const RIGHTS: Readonly<Partial<Record<Table, string>>> = {
  stock_history: 'SELECT, INSERT',
  audit_log: 'SELECT, INSERT',
  system_metrics: 'SELECT, INSERT',
};
const ALL_RIGHTS = 'SELECT, INSERT, UPDATE, DELETE';

const CROSSINGS: Readonly<Partial<Record<Table, Crossing>>> = {
  users: USERS,
  subscriptions: OWNED,
  products: PRODUCTS,
  stock_history: STOCK,
  sales: SALES,
  analytics_cache: ANALYTICS_CACHE,
  notifications: OWNED,
  audit_log: AUDIT_LOG,
  system_metrics: SYSTEM_METRICS,
};

const PANEL_CROSSINGS: Readonly<Partial<Record<Table, Crossing>>> = {
  refresh_tokens: PANEL_TOKENS,
  subscriptions: PANEL_SUBSCRIPTIONS,
};

/** Before anything is taken over. */
export async function openBridge({ link, options }: Pick<Run, 'link' | 'options'>): Promise<void> {
  if (!options.legacyClients) return;
  await link.run(`
    CREATE SCHEMA ${BRIDGE};
    CREATE TABLE ${BRIDGE}.merged_products (id uuid PRIMARY KEY, kept_id uuid NOT NULL);
    ${ROW_COMES}`);
}

/**
 * In the transaction that takes a table over: whoever wrote to it before goes on when that ends, as a role that sees all
 * rows of these tables and no others; without programs of version 1, as nobody.
 */
export async function bridge({ link, options, shape }: Run, table: Table): Promise<void> {
  await takeRights(link, table);
  if (!options.legacyClients) return;
  const rights = RIGHTS[table] ?? ALL_RIGHTS;
  await link.run(`
    GRANT ${rights} ON public.${table} TO ${LEGACY_ROLE};
    CREATE POLICY legacy_rows ON public.${table} TO ${LEGACY_ROLE} USING (true) WITH CHECK (true)`);
  await letOwner(link, table);
  const isPanel = (shape.panel as readonly string[]).includes(table);
  const crossing = (isPanel ? PANEL_CROSSINGS : CROSSINGS)[table];
  if (crossing) await makeCrossing(link, table, crossing);
}

async function makeCrossing(link: Link, table: Table, { sql, triggers }: Crossing): Promise<void> {
  const { owner } = await link.one<{ owner: string }>('SELECT current_user AS owner');
  for (const text of sql) await link.run(text);
  for (const { name, timing, function: called, when } of triggers) {
    const conditions = when === undefined ? [oldProgram(owner)] : [oldProgram(owner), when];
    await link.run(
      `CREATE TRIGGER ${name} ${timing} ON public.${table} FOR EACH ROW WHEN (${conditions.join(' AND ')}) EXECUTE FUNCTION ${BRIDGE}.${called}()`,
    );
  }
}

/** The functions of the bridge run as the owner, on whom row-level security is forced too. */
export async function letOwner(link: Link, table: string): Promise<void> {
  await link.run(
    `CREATE POLICY legacy_bridge ON public.${table} TO CURRENT_USER USING (true) WITH CHECK (true)`,
  );
}

/** Rights that version 1 gave to its role, or to everybody. */
export async function takeRights(link: Link, relation: string): Promise<void> {
  const given = await link.rows<{ to: string }>(GIVEN, [relation]);
  for (const { to } of given) await link.run(`REVOKE ALL ON public.${quoted(relation)} FROM ${to}`);
}

const GIVEN = `
  SELECT DISTINCT coalesce(r.rolname, 'PUBLIC') AS to
  FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) a LEFT JOIN pg_roles r ON r.oid = a.grantee
  WHERE c.relnamespace = 'public'::regnamespace AND c.relname = $1 AND (a.grantee = 0 OR r.rolname = '${LEGACY_ROLE}')
  UNION
  SELECT coalesce(r.rolname, 'PUBLIC')
  FROM pg_class c JOIN pg_attribute t ON t.attrelid = c.oid CROSS JOIN LATERAL aclexplode(t.attacl) a
    LEFT JOIN pg_roles r ON r.oid = a.grantee
  WHERE c.relnamespace = 'public'::regnamespace AND c.relname = $1 AND (a.grantee = 0 OR r.rolname = '${LEGACY_ROLE}')`;
