import { BRIDGE, LEGACY_ROLE, quoted } from '../identifiers.js';
import type { Link } from '../link.js';
import { PATH_OF } from '../survey/surroundings.js';
import { VERSION_ONE } from '../survey/version-one.js';

/** What programs of version 1 are shown as payment_status: a column, so that they can write it too. */
export const SHOWN_STATUS = 'legacy_payment_status';

/**
 * The two programs of version 1 know different spellings, and fail at a row that has another: the bot reads free, expired and
 * PAID, the panel FREE, TRIAL, PAID and EXPIRED. PAID alone is read by both, so that is what they are shown of whomever the
 * bot loads; neither asks it for anything. Of the others, whom the panel alone loads, it is the status in capitals.
 */
const shownOf = (row: string): string => `
  CASE WHEN ${row}telegram_id IS NOT NULL OR (${row}wb_api_key IS NOT NULL AND ${row}google_sheet_id IS NOT NULL) THEN 'PAID'
    ELSE upper(${row}payment_status::text) END::public.payment_status_enum`;

/** Whichever of the two is written, and by whom, the other one follows: so they call nothing of this schema. */
const FUNCTIONS = `
  CREATE FUNCTION ${BRIDGE}.status_told() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
  BEGIN
    NEW.payment_status := NEW.${SHOWN_STATUS};
    RETURN NEW;
  END $$;
  CREATE FUNCTION ${BRIDGE}.status_shown() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
  BEGIN
    NEW.payment_status := CASE lower(NEW.payment_status::text)
      WHEN 'paid' THEN 'PAID' WHEN 'active' THEN 'PAID' WHEN 'completed' THEN 'PAID'
      WHEN 'trial' THEN 'trial' WHEN 'expired' THEN 'expired' ELSE 'free' END;
    NEW.${SHOWN_STATUS} := ${shownOf('NEW.')};
    RETURN NEW;
  END $$`;

/** Their names put them in order; the first fires where the column is written, though it be with what it holds already. */
const TRIGGERS = `
  CREATE TRIGGER legacy_status_1_inserted BEFORE INSERT ON public.users
    FOR EACH ROW WHEN (NEW.${SHOWN_STATUS} IS NOT NULL) EXECUTE FUNCTION ${BRIDGE}.status_told();
  CREATE TRIGGER legacy_status_1_updated BEFORE UPDATE OF ${SHOWN_STATUS} ON public.users
    FOR EACH ROW EXECUTE FUNCTION ${BRIDGE}.status_told();
  CREATE TRIGGER legacy_status_2 BEFORE INSERT OR UPDATE ON public.users
    FOR EACH ROW EXECUTE FUNCTION ${BRIDGE}.status_shown()`;

/** With the rights of whoever asks: what the table's own policies and triggers say holds here too. */
const view = (own: readonly string[]): string => `
  CREATE VIEW ${BRIDGE}.users WITH (security_invoker = true) AS
  SELECT ${[...Object.keys(VERSION_ONE.users), ...own]
    .map((column) => (column === 'payment_status' ? `${SHOWN_STATUS} AS payment_status` : quoted(column)))
    .join(', ')}
  FROM public.users;
  GRANT USAGE ON SCHEMA ${BRIDGE} TO ${LEGACY_ROLE};
  GRANT SELECT, INSERT, UPDATE, DELETE ON ${BRIDGE}.users TO ${LEGACY_ROLE}`;

/** @param own columns that version 1 never had, and somebody's programs may read */
export async function makeUsersView(link: Link, own: readonly string[]): Promise<void> {
  await link.run(`
    ALTER TABLE public.users ADD COLUMN ${SHOWN_STATUS} public.payment_status_enum;
    UPDATE public.users SET ${SHOWN_STATUS} = ${shownOf('')}`);
  for (const sql of [FUNCTIONS, TRIGGERS, view(own)]) await link.run(sql);
}

/** The triggers have gone by then. */
export async function dropUsersView(link: Link): Promise<void> {
  await link.run(`
    DROP VIEW IF EXISTS ${BRIDGE}.users;
    ALTER TABLE public.users DROP COLUMN IF EXISTS ${SHOWN_STATUS}`);
}

/**
 * Programs of version 1 name their tables without a schema: whose view comes first in their path is what they read. It holds
 * for connections to come, so it takes whoever signed in for the adoption, who may have less rights than it takes.
 * @returns what is left to be done by somebody who has them
 */
export async function showUsersView(link: Link): Promise<string[]> {
  const { path } = await link.one<{ path: string }>(`SELECT ${PATH_OF(`'${LEGACY_ROLE}'`)} AS path`);
  const isShown = path.startsWith(`${BRIDGE},`);
  const setting = await settingOfPath(link, `SET search_path = ${isShown ? path : `${BRIDGE}, ${path}`}`);
  return (await asSignedIn(link, setting)) ? [] : [`Let an administrator of the server run: ${setting}`];
}

/** What the path was before, it is again. */
export async function hideUsersView(link: Link): Promise<void> {
  const { path, otherwise } = await link.one<{ path: string; otherwise: string }>(`
    SELECT ${PATH_OF(`'${LEGACY_ROLE}'`)} AS path, ${PATH_OF(`'${LEGACY_ROLE}'`, '(s.setrole = 0 OR s.setdatabase = 0)')} AS otherwise`);
  const former = path.replace(new RegExp(`^${BRIDGE}, *`), '');
  const what = former === otherwise ? 'RESET search_path' : `SET search_path = ${former}`;
  await asSignedIn(link, await settingOfPath(link, what));
}

async function settingOfPath(link: Link, what: string): Promise<string> {
  const { database } = await link.one<{ database: string }>(
    'SELECT quote_ident(current_database()) AS database',
  );
  return `ALTER ROLE ${LEGACY_ROLE} IN DATABASE ${database} ${what}`;
}

async function asSignedIn(link: Link, sql: string): Promise<boolean> {
  const { role } = await link.one<{ role: string }>('SELECT quote_ident(current_user) AS role');
  await link.run('RESET ROLE; SAVEPOINT as_signed_in');
  const isDone = await link.run(sql).then(
    () => true,
    () => false,
  );
  await link.run(isDone ? 'RELEASE as_signed_in' : 'ROLLBACK TO as_signed_in');
  await link.run(`SET ROLE ${role}`);
  return isDone;
}
