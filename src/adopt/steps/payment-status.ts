import type { Link } from '../link.js';
import { rebuildEnum } from '../model/enums.js';

const STATUSES = ['free', 'trial', 'paid', 'expired'];
/** What the programs of version 1 write, in the spellings that they have. */
const LEGACY_WORDS = ['FREE', 'TRIAL', 'PAID', 'EXPIRED', 'pending', 'active', 'completed', 'failed'];

/**
 * One spelling for each status. While programs of version 1 go on, who pays is PAID, the one word that both of them read,
 * and the type takes all the words that they write.
 */
export function statusOf(word: string, legacyClients: boolean): string {
  const paid = legacyClients ? 'PAID' : 'paid';
  return `
    CASE lower(${word})
      WHEN 'free' THEN 'free' WHEN 'pending' THEN 'free' WHEN 'failed' THEN 'free'
      WHEN 'trial' THEN 'trial' WHEN 'expired' THEN 'expired'
      WHEN 'paid' THEN '${paid}' WHEN 'active' THEN '${paid}' WHEN 'completed' THEN '${paid}'
    END`;
}

export async function makeStatusOf(link: Link, schema: string, legacyClients: boolean): Promise<void> {
  await link.run(`
    CREATE FUNCTION ${schema}.status_of(word text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
      SELECT ${statusOf('word', legacyClients)}
    $$`);
}

export async function rebuildStatus(link: Link, schema: string, legacyClients: boolean): Promise<void> {
  await rebuildEnum(link, {
    table: 'users',
    column: 'payment_status',
    type: 'payment_status_enum',
    labels: legacyClients ? [...STATUSES, ...LEGACY_WORDS] : STATUSES,
    fold: (value) => `${schema}.status_of(${value})`,
    default: 'free',
  });
}
