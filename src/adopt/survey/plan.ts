import type { Link } from '../link.js';
import type { AdoptionOptions } from '../run.js';
import { SAMPLE } from '../steps/logs.js';
import { statusOf } from '../steps/payment-status.js';
import { KEPT_PRODUCTS } from '../steps/products.js';
import { FOLDED } from '../steps/subscriptions.js';
import { WAREHOUSE } from '../steps/warehouses.js';
import { faultsOf, type Fault } from './faults.js';
import type { VersionOne } from './shape.js';
import { BACKUP, DEFAULT_TENANT, TABLES } from './version-one.js';

/** What is going to be done, told by numbers of rows. */
export interface AdoptionPlan {
  readonly shape: VersionOne;
  readonly options: AdoptionOptions;
  readonly tables: readonly { readonly table: string; readonly rows: number }[];
  readonly actions: readonly { readonly what: string; readonly rows: number }[];
  /** Whether there are keys of the marketplace, which nobody can keep without a key of their own. */
  readonly hasKeys: boolean;
  /** Addresses that differ by capitals only, each with whose it is. */
  readonly addresses: readonly { readonly id: string; readonly email: string }[];
  /** Rows that fit no rule: with any of them nothing is begun. */
  readonly faults: readonly Fault[];
}

export async function planOf(link: Link, shape: VersionOne, options: AdoptionOptions): Promise<AdoptionPlan> {
  const tables = [];
  for (const table of shape.hasBackup ? [...TABLES, BACKUP] : TABLES)
    tables.push({ table, rows: await count(link, `public.${table}`) });
  const actions = [];
  for (const [what, from] of actionsOf(shape, options)) {
    const rows = await count(link, from);
    if (rows > 0) actions.push({ what, rows });
  }
  return {
    shape,
    options,
    tables,
    actions,
    hasKeys: await hasKeys(link, shape),
    addresses: await link.rows(addressesSql(shape.hasBackup)),
    faults: await faultsOf(link, shape.hasBackup ? [...TABLES, BACKUP] : TABLES),
  };
}

async function hasKeys(link: Link, { hasBackup }: VersionOne): Promise<boolean> {
  const ofUsers = `public.users WHERE wb_api_key_encrypted IS NOT NULL OR btrim(wb_api_key) <> ''`;
  if ((await count(link, ofUsers)) > 0) return true;
  return hasBackup && (await count(link, `${MISSING} AND btrim(b.wb_api_key) <> ''`)) > 0;
}

async function count(link: Link, from: string): Promise<number> {
  const { rows } = await link.one<{ rows: string }>(`SELECT count(*) AS rows FROM ${from}`);
  return Number(rows);
}

const isShared = `tenant_id IN (SELECT id FROM public.tenants WHERE id = '${DEFAULT_TENANT.id}' OR slug = '${DEFAULT_TENANT.slug}')`;

/** Something that will be done, and the rows that it concerns, as a FROM clause. */
type Action = readonly [what: string, from: string];

function actionsOf({ panel, hasBackup }: VersionOne, options: AdoptionOptions): Action[] {
  const users = 'public.users';
  const token = panel.includes('refresh_tokens') ? 'token_hash' : 'token';
  const status = statusOf('payment_status::text', options.legacyClients);
  const ofBackup: Action[] = [[`people of ${BACKUP} are brought over`, MISSING]];
  const ofSubscriptions: Action = panel.includes('subscriptions')
    ? ['subscriptions of the panel get the shape of the others', 'public.subscriptions']
    : [
        'statuses of subscriptions get the one spelling',
        `public.subscriptions WHERE status::text <> ${FOLDED('status::text')}`,
      ];
  return [
    ['users without a tenant get one of their own', `${users} WHERE tenant_id IS NULL`],
    options.keepDefaultTenant
      ? ['users stay together in the default tenant', `${users} WHERE ${isShared}`]
      : ['users leave the default tenant for one of their own', `${users} WHERE ${isShared}`],
    ...(hasBackup ? ofBackup : []),
    ['payment statuses get the one spelling', `${users} WHERE payment_status::text <> ${status}`],
    ['roles get the one spelling', `${users} WHERE role::text <> upper(role::text)`],
    ['keys of the marketplace are encrypted', `${users} WHERE btrim(wb_api_key) <> ''`],
    [`refresh tokens (${token}) of version 1 end`, 'public.refresh_tokens'],
    ofSubscriptions,
    [
      'products are put aside, since another one has their nm id or article',
      `(${KEPT_PRODUCTS}) AS kept WHERE id <> kept_id`,
    ],
    [
      'records of stock are put aside, since another one has their product, warehouse and instant',
      twice(
        `public.stock_history o JOIN (${KEPT_PRODUCTS}) AS p ON p.id = o.product_id`,
        `p.kept_id, ${WAREHOUSE}, o.recorded_at`,
      ),
    ],
    [
      'records of stock get a warehouse, or lose space around it',
      `public.stock_history o WHERE o.warehouse_name IS DISTINCT FROM ${WAREHOUSE}`,
    ],
    [
      'sales are put aside, since another one has their order and kind',
      twice(`public.sales WHERE btrim(wb_order_id) <> ''`, 'user_id, btrim(wb_order_id), quantity < 0'),
    ],
    ['sales become returns', 'public.sales WHERE quantity < 0'],
    ['cached figures are put aside', twice('public.analytics_cache', 'user_id, metric_type, period')],
    [
      'samples of metrics are put aside, since another one has their name, time and tags',
      twice('public.system_metrics', SAMPLE),
    ],
  ];
}

/** Whom nobody has brought over. */
const MISSING = `public.${BACKUP} b WHERE NOT EXISTS (SELECT FROM public.users u WHERE u.telegram_id = b.telegram_id)`;

const twice = (from: string, key: string): string =>
  `(SELECT FROM (SELECT row_number() OVER (PARTITION BY ${key}) AS place FROM ${from}) AS placed WHERE place > 1) AS more`;

function addressesSql(hasBackup: boolean): string {
  const brought = `
    UNION ALL SELECT '${BACKUP} ' || b.telegram_id, btrim(b.email), b.created_at AT TIME ZONE 'UTC', true
    FROM ${MISSING} AND btrim(b.email) <> ''`;
  return `
    SELECT id, email FROM (
      SELECT *, count(*) OVER (PARTITION BY lower(email)) AS sharers
      FROM (SELECT id::text, email, created_at, false AS is_new FROM public.users ${hasBackup ? brought : ''}) AS everybody
    ) AS shared
    WHERE sharers > 1 ORDER BY lower(email), is_new, created_at, id`;
}
