import { listed, WORK } from '../identifiers.js';
import { AdoptionError } from '../adoption-error.js';
import type { Run } from '../run.js';

const STATUSES = ['free', 'trial', 'paid', 'expired'];
/** What the programs of version 1 write, in the spellings that they have. */
const LEGACY_WORDS = ['FREE', 'TRIAL', 'PAID', 'EXPIRED', 'pending', 'active', 'completed', 'failed'];

/**
 * One spelling for each status. While programs of version 1 go on, who pays is PAID, the one word that both of them read,
 * and the type takes all the words that they write.
 */
export async function makeStatusOf({ link, options }: Run): Promise<void> {
  await link.run(`
    CREATE FUNCTION ${WORK}.status_of(word text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
      SELECT CASE lower(word)
        WHEN 'free' THEN 'free' WHEN 'pending' THEN 'free' WHEN 'failed' THEN 'free'
        WHEN 'trial' THEN 'trial' WHEN 'expired' THEN 'expired'
        WHEN 'paid' THEN '${paidWord(options.legacyClients)}' WHEN 'active' THEN '${paidWord(options.legacyClients)}'
        WHEN 'completed' THEN '${paidWord(options.legacyClients)}'
      END
    $$`);
}

const paidWord = (legacyClients: boolean): string => (legacyClients ? 'PAID' : 'paid');

/** @throws AdoptionError for a word that nobody knows */
export async function rebuildStatus({ link, options }: Run): Promise<void> {
  const [unknown] = await link.rows<{ id: string; word: string; rows: string }>(
    `SELECT id, payment_status::text AS word, count(*) OVER () AS rows FROM public.users
     WHERE ${WORK}.status_of(payment_status::text) IS NULL ORDER BY id LIMIT 1`,
  );
  if (unknown)
    throw new AdoptionError(
      `users: ${unknown.id} has the payment_status ${unknown.word} (${unknown.rows} rows have such). ` +
        'Make it free, trial, paid or expired, and run again.',
    );
  const words = options.legacyClients ? [...STATUSES, ...LEGACY_WORDS] : STATUSES;
  await link.run(`
    ALTER TABLE public.users ALTER payment_status DROP DEFAULT;
    ALTER TABLE public.users ALTER payment_status TYPE text USING ${WORK}.status_of(payment_status::text);
    ALTER TYPE public.payment_status_enum RENAME TO payment_status_enum_v1;
    CREATE TYPE public.payment_status_enum AS ENUM (${listed(words)});
    ALTER TABLE public.users ALTER payment_status TYPE public.payment_status_enum USING payment_status::public.payment_status_enum;
    ALTER TABLE public.users ALTER payment_status SET DEFAULT 'free';
    DROP TYPE public.payment_status_enum_v1`);
}
