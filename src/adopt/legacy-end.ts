import type { FernetKeyring } from '../platform/crypto/fernet.js';
import { AdoptionError } from './adoption-error.js';
import { takeRights } from './bridge/bridge.js';
import { dropUsersView, hideUsersView } from './bridge/users-view.js';
import { ownWords } from './bridge/views.js';
import { BRIDGE, quoted } from './identifiers.js';
import { Link, reasonOf } from './link.js';
import { makeEnum } from './model/enums.js';
import { actAs } from './rights.js';
import { addressOf } from './steps/address-of.js';
import { dropUnusedExtension } from './steps/finish.js';
import { encryptKeys } from './steps/keys.js';
import { makeStatusOf, rebuildStatus } from './steps/payment-status.js';
import { PANEL_STATUS, STATUS } from './steps/subscriptions.js';
import { readCatalog } from './survey/catalog.js';
import { shapeOf } from './survey/shape.js';
import { BACKUP, TABLES, VIEWS } from './survey/version-one.js';

export interface LegacyEnd {
  readonly outcome: 'nothing to do' | 'ended';
  readonly notes: readonly string[];
}

/** Tables with rows that have to be rewritten. Row-level security is forced on their owner too. */
const REWRITTEN = ['users', 'subscriptions', 'refresh_tokens'];

/**
 * Ends what lets programs of version 1 go on: their rights, the triggers and the policies, the spellings and the columns that
 * only they read, and the keys in the clear. All of it or nothing. The schema is that of version 2 afterwards.
 * @throws AdoptionError
 */
export async function endLegacy(url: string, keyring: FernetKeyring | null): Promise<LegacyEnd> {
  const link = await Link.open(url);
  try {
    const catalog = await readCatalog(link);
    if (shapeOf(catalog).kind === 'unfinished')
      throw new AdoptionError('The database is being adopted. Run adopt to its end before.');
    if (!catalog.schemas.includes(BRIDGE)) return { outcome: 'nothing to do', notes: [] };
    await actAsOwner(link);
    const notes = await link.transaction(() => end(link, keyring));
    await dropUnusedExtension({ link });
    return { outcome: 'ended', notes };
  } catch (error) {
    if (error instanceof AdoptionError) throw error;
    throw new AdoptionError(`legacy:end: ${reasonOf(error)}`, { cause: error });
  } finally {
    await link.end();
  }
}

async function actAsOwner(link: Link): Promise<void> {
  const { owner, may } = await link.one<{ owner: string; may: boolean }>(
    `SELECT pg_get_userbyid(relowner) AS owner, pg_has_role(relowner, 'USAGE') AS may FROM pg_class WHERE oid = 'public.users'::regclass`,
  );
  if (!may) throw new AdoptionError(`--database-url: of ${owner}, who owns the tables, or of a superuser.`);
  await actAs(link, owner);
}

async function end(link: Link, keyring: FernetKeyring | null): Promise<string[]> {
  await link.lock([...TABLES].reverse());
  await shutOut(link);
  await hideUsersView(link);
  await dropUsersView(link);
  for (const table of REWRITTEN) await link.run(`ALTER TABLE public.${table} NO FORCE ROW LEVEL SECURITY`);
  const views = await takeViews(link);
  await endPanelColumns(link);
  await makeStatusOf(link, BRIDGE, false);
  await rebuildStatus(link, BRIDGE, false);
  const notes = await encryptKeys(link, keyring, { clearsPlain: true });
  for (const table of REWRITTEN) await link.run(`ALTER TABLE public.${table} FORCE ROW LEVEL SECURITY`);
  for (const sql of views) await link.run(sql);
  await link.run(`
    DROP INDEX IF EXISTS public.legacy_products_id_idx, public.legacy_refresh_tokens_token_hash_idx;
    DROP SCHEMA ${BRIDGE} CASCADE`);
  return notes;
}

/** Triggers, policies and rights. */
async function shutOut(link: Link): Promise<void> {
  const triggers = await link.rows<{ name: string; table: string }>(TRIGGERS);
  for (const { name, table } of triggers) await link.run(`DROP TRIGGER ${quoted(name)} ON ${table}`);
  const policies = await link.rows<{ name: string; table: string }>(
    `SELECT policyname AS name, tablename AS table FROM pg_policies WHERE schemaname = 'public' AND policyname IN ('legacy_rows', 'legacy_bridge')`,
  );
  for (const { name, table } of policies)
    await link.run(`DROP POLICY ${quoted(name)} ON public.${quoted(table)}`);
  for (const relation of [...TABLES, ...VIEWS, BACKUP]) await takeRights(link, relation);
}

/** @returns how they are made again, in the words of version 2 and with the rights that they have */
async function takeViews(link: Link): Promise<string[]> {
  const views = await link.rows<{ name: string; options: string; text: string; grants: string[] }>(
    VIEWS_AS_THEY_ARE,
    [[...VIEWS]],
  );
  for (const { name } of views) await link.run(`DROP VIEW public.${quoted(name)}`);
  return views.flatMap(({ name, options, text, grants }) => [
    `CREATE VIEW public.${quoted(name)} WITH (${options}) AS ${ownWords(text)}`,
    ...grants,
  ]);
}

/** What only the panel had columns for is put aside as it was; the rest has its place in version 2's. */
async function endPanelColumns(link: Link): Promise<void> {
  const columns = await link.rows<{ table: string }>(
    `SELECT table_name AS table FROM information_schema.columns WHERE table_schema = 'public'
     AND (table_name, column_name) IN (('subscriptions', 'has_access'), ('refresh_tokens', 'token_hash'))`,
  );
  const has = (table: string): boolean => columns.some((column) => column.table === table);
  if (has('refresh_tokens')) await link.run(endTokens(await addressOf(link, BRIDGE)));
  if (has('subscriptions')) {
    await makeEnum(link, STATUS.type, STATUS.labels);
    await link.run(END_SUBSCRIPTIONS);
  }
}

const endTokens = (address: (text: string) => string): string => `
  UPDATE public.refresh_tokens SET user_agent = coalesce(user_agent, device_info), revoked_at = coalesce(revoked_at, now())
  WHERE token_hash IS NOT NULL;
  ALTER TABLE public.refresh_tokens DROP COLUMN token_hash, DROP COLUMN device_info, DROP COLUMN is_revoked,
    ALTER COLUMN ip_address TYPE inet USING ${address('ip_address')}`;

const ENDS = 'coalesce(subscription_ends_at, trial_ends_at)';

const END_SUBSCRIPTIONS = `
  INSERT INTO public.adopt_quarantine (table_name, row, reason, adopted_at)
  SELECT 'subscriptions', to_jsonb(s), 'as the panel kept it', now() FROM public.subscriptions s;
  UPDATE public.subscriptions SET expires_at = coalesce(${ENDS}, expires_at),
    cancelled_at = CASE WHEN has_access OR ${ENDS} IS NOT NULL THEN cancelled_at ELSE coalesce(cancelled_at, updated_at) END;
  ALTER TABLE public.subscriptions ALTER COLUMN status DROP DEFAULT;
  ALTER TABLE public.subscriptions ALTER COLUMN status TYPE public.subscription_status
    USING (${PANEL_STATUS('status', 'has_access', ENDS)})::public.subscription_status;
  ALTER TABLE public.subscriptions ALTER COLUMN status SET DEFAULT 'trial', DROP COLUMN has_access, DROP COLUMN trial_ends_at,
    DROP COLUMN subscription_starts_at, DROP COLUMN subscription_ends_at, DROP COLUMN payment_provider,
    DROP COLUMN payment_external_id, DROP COLUMN last_payment_at`;

/** Of a partitioned table alone: those of its partitions go with it. */
const TRIGGERS = `
  SELECT g.tgname AS name, g.tgrelid::regclass::text AS table
  FROM pg_trigger g JOIN pg_proc p ON p.oid = g.tgfoid
  WHERE p.pronamespace = '${BRIDGE}'::regnamespace AND g.tgparentid = 0 AND g.tgname LIKE 'legacy%' ORDER BY 2, 1`;

const VIEWS_AS_THEY_ARE = `
  SELECT c.relname AS name, array_to_string(c.reloptions, ', ') AS options, pg_get_viewdef(c.oid) AS text,
    ARRAY (
      SELECT format('GRANT %s ON %s TO %I', string_agg(a.privilege_type, ', '), c.oid::regclass, r.rolname)
      FROM aclexplode(c.relacl) a JOIN pg_roles r ON r.oid = a.grantee WHERE a.grantee <> c.relowner GROUP BY r.rolname
    ) AS grants
  FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'v' AND c.relname = ANY ($1) ORDER BY 1`;
