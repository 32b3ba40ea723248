import { AdoptionError } from '../adoption-error.js';
import type { Link } from '../link.js';
import { rulesOfTypes } from './fitting.js';
import { BACKUP, type Table } from './version-one.js';

type Judged = Table | typeof BACKUP;

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

export interface Rule {
  readonly reason: string;
  /** Of a row o; p is the product and u the user that it refers to. */
  readonly broken: string;
}

const outOfTime = (column: string): Rule => ({
  reason: `${column} is before 2000 or more than 400 days ahead`,
  broken: `o.${column} < '2000-01-01' OR o.${column} > CURRENT_DATE + 400`,
});

const unlessOneOf = (column: string, words: readonly string[]): Rule => ({
  reason: `${column} is none of ${words.join(', ')}`,
  broken: `lower(o.${column}::text) NOT IN (${words.map((word) => `'${word}'`).join(', ')})`,
});

const notANumber = (...columns: readonly string[]): Rule => ({
  reason: `${columns.join(' or ')} is no number`,
  broken: columns.map((column) => `o.${column} IN ('NaN', 'Infinity', '-Infinity')`).join(' OR '),
});

/** By name, since the panel's tables lack some. */
const endless = (...columns: readonly string[]): Rule => ({
  reason: `${columns.join(' or ')} is infinite`,
  broken: `EXISTS (SELECT FROM unnest(ARRAY[${columns.map((column) => `'${column}'`).join(', ')}]) AS named
    WHERE to_jsonb(o) ->> named IN ('infinity', '-infinity'))`,
});

const empty = (...columns: readonly string[]): Rule => ({
  reason: `${columns.join(' or ')} is empty`,
  broken: columns.map((column) => `o.${column} IS NULL`).join(' OR '),
});

/** Of what has a unique key in version 2, and may have lost it in version 1. */
const alsoOfAnother = (table: Judged, column: string): Rule => ({
  reason: `${column} is also that of another one`,
  broken: `o.${column} IN (SELECT ${column} FROM public.${table} GROUP BY ${column} HAVING count(*) > 1)`,
});

const OF_NO_USER: Rule = { reason: 'user_id is of no user', broken: 'u.id IS NULL' };

/** As long as an entry of an index can be. */
const LONGEST_TAGS = 2000;

/** What version 1 let pass, and nobody can make sense of. */
const RULES: Readonly<Partial<Record<Judged, readonly Rule[]>>> = {
  tenants: [alsoOfAnother('tenants', 'slug')],
  users: [
    empty('email'),
    alsoOfAnother('users', 'telegram_id'),
    endless(
      'subscription_expires_at',
      'trial_ends_at',
      'last_login_at',
      'last_sync_at',
      'created_at',
      'updated_at',
    ),
    unlessOneOf('role', ['owner', 'admin', 'user', 'viewer']),
    unlessOneOf('payment_status', [
      'free',
      'trial',
      'paid',
      'expired',
      'pending',
      'active',
      'completed',
      'failed',
    ]),
  ],
  refresh_tokens: [
    empty('user_id', 'expires_at', 'created_at'),
    {
      reason: 'its token is empty',
      broken: `coalesce(to_jsonb(o) ->> 'token', to_jsonb(o) ->> 'token_hash') IS NULL`,
    },
  ],
  subscriptions: [
    OF_NO_USER,
    empty('created_at'),
    endless(
      'started_at',
      'expires_at',
      'cancelled_at',
      'trial_ends_at',
      'subscription_starts_at',
      'subscription_ends_at',
    ),
    unlessOneOf('status', ['trial', 'active', 'expired', 'cancelled', 'canceled', 'free', 'paid', 'unpaid']),
  ],
  products: [OF_NO_USER, notANumber('price', 'rating')],
  stock_history: [
    empty('quantity', 'recorded_at', 'created_at'),
    { reason: 'quantity is below zero', broken: 'o.quantity < 0' },
    { reason: 'product_id is of no product', broken: 'p.id IS NULL' },
    outOfTime('recorded_at'),
  ],
  sales: [
    OF_NO_USER,
    empty('sale_date', 'quantity', 'price', 'created_at'),
    notANumber('price', 'commission', 'net_amount'),
    { reason: 'quantity has no positive counterpart', broken: 'o.quantity::bigint < -2147483647' },
    { reason: 'quantity is zero', broken: 'o.quantity = 0' },
    { reason: 'price is below zero, and quantity is not', broken: 'o.price < 0 AND o.quantity > 0' },
    {
      reason: 'product_id is of no product',
      broken: 'o.product_id IS NOT NULL AND p.id IS NULL',
    },
    { reason: 'product_id is of a product of another user', broken: 'p.user_id <> o.user_id' },
    outOfTime('sale_date'),
  ],
  analytics_cache: [OF_NO_USER],
  notifications: [OF_NO_USER],
  audit_log: [empty('action', 'created_at'), outOfTime('created_at')],
  system_metrics: [
    empty('metric_name', 'metric_value', 'recorded_at'),
    notANumber('metric_value'),
    outOfTime('recorded_at'),
    {
      reason: `tags are longer than ${LONGEST_TAGS} bytes`,
      broken: `pg_column_size(o.tags) > ${LONGEST_TAGS}`,
    },
  ],
  [BACKUP]: [empty('telegram_id'), alsoOfAnother(BACKUP, 'telegram_id')],
};

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
