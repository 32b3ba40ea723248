import { AdoptionError } from '../adoption-error.js';
import type { Link } from '../link.js';
import { rulesOfTypes } from './fitting.js';
import { RULES, type Judged } from './rules.js';
import { BACKUP } from './version-one.js';

/** A row that fits no rule: somebody has to decide what becomes of it. */
export interface Fault {
  readonly table: Judged;
  readonly key: string;
  readonly reason: string;
  /** How many rows of the table there are like this. */
  readonly rows: number;
}

/** Of each kind the first few are named. */
const MOST_NAMED = 5;

/** Tables whose rows refer to products. */
const OF_PRODUCTS: readonly Judged[] = ['stock_history', 'sales'];
/** Tables whose rows belong to a user. */
const OF_USERS: readonly Judged[] = [
  'subscriptions',
  'products',
  'sales',
  'analytics_cache',
  'notifications',
];

/** @param merged where some products have given their place to others, the table that says which */
export async function faultsOf(
  link: Link,
  tables: readonly Judged[],
  merged: string | null = null,
): Promise<Fault[]> {
  const found: Fault[] = [];
  for (const table of tables) {
    const rules = [...(RULES[table] ?? []), ...(await rulesOfTypes(link, table))];
    if (rules.length === 0) continue;
    const cases = rules.map(({ broken }, index) => `WHEN ${broken} THEN ${index}`).join(' ');
    const rows = await link.rows<{ key: string; rule: number; rows: number }>(`
      SELECT key, rule, rows FROM (
        SELECT key, rule, count(*) OVER (PARTITION BY rule)::integer AS rows,
          row_number() OVER (PARTITION BY rule ORDER BY key) AS place
        FROM (SELECT ${keyOf(table)} AS key, CASE ${cases} END AS rule FROM public.${table} o ${joinOf(table, merged)}) AS judged
        WHERE rule IS NOT NULL
      ) AS broken
      WHERE place <= ${MOST_NAMED} ORDER BY rule, key`);
    found.push(
      ...rows.map(({ key, rule, rows: count }) => ({
        table,
        key,
        reason: rules[rule]?.reason ?? '',
        rows: count,
      })),
    );
  }
  return found;
}

/** The first table is known by who it is of. */
const keyOf = (table: Judged): string =>
  table === BACKUP
    ? `coalesce(o.telegram_id::text, 'the one of ' || o.name, 'one without a name')`
    : 'o.id::text';

function joinOf(table: Judged, merged: string | null): string {
  const ofUser = OF_USERS.includes(table) ? 'LEFT JOIN public.users u ON u.id = o.user_id' : '';
  if (!OF_PRODUCTS.includes(table)) return ofUser;
  return merged === null
    ? `${ofUser} LEFT JOIN public.products p ON p.id = o.product_id`
    : `${ofUser} LEFT JOIN ${merged} m ON m.id = o.product_id LEFT JOIN public.products p ON p.id = coalesce(m.kept_id, o.product_id)`;
}

/** @throws AdoptionError that names each of them */
export function refuseFaults(faults: readonly Fault[]): void {
  if (faults.length === 0) return;
  const byReason = Map.groupBy(faults, ({ table, reason }) => `${table}: ${reason}`);
  const told = [...byReason].map(([what, group]) => {
    const [first] = group;
    const more = (first?.rows ?? 0) - group.length;
    return `${what}: ${group.map(({ key }) => key).join(', ')}${more > 0 ? ` and ${more} more` : ''}.`;
  });
  throw new AdoptionError(`${told.join(' ')} Mend these rows, or delete them, and run again.`);
}
