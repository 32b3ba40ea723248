import { BACKUP, type Table } from './version-one.js';

export type Judged = Table | typeof BACKUP;

/** What rows of a table must not be. */
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
export const RULES: Readonly<Partial<Record<Judged, readonly Rule[]>>> = {
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
