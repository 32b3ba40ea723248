import { AdoptionError } from '../adoption-error.js';
import type { Link } from '../link.js';
import type { Table } from './version-one.js';

/** A row that fits no rule: somebody has to decide what becomes of it. */
export interface Fault {
  readonly table: Table;
  readonly key: string;
  readonly reason: string;
  /** How many rows of the table there are like this. */
  readonly rows: number;
}

/** Of each kind the first few are named. */
const MOST_NAMED = 5;

interface Rule {
  readonly reason: string;
  /** Of a row o; p is the product that it refers to. */
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

/** What version 1 let pass, and nobody can make sense of. */
const RULES: Readonly<Partial<Record<Table, readonly Rule[]>>> = {
  users: [
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
  subscriptions: [
    unlessOneOf('status', ['trial', 'active', 'expired', 'cancelled', 'canceled', 'free', 'paid', 'unpaid']),
  ],
  stock_history: [
    { reason: 'quantity is below zero', broken: 'o.quantity < 0' },
    { reason: 'product_id is of no product', broken: 'p.id IS NULL' },
    outOfTime('recorded_at'),
  ],
  sales: [
    { reason: 'quantity is zero', broken: 'o.quantity = 0' },
    { reason: 'price is below zero, and quantity is not', broken: 'o.price < 0 AND o.quantity > 0' },
    {
      reason: 'product_id is of no product',
      broken: 'o.product_id IS NOT NULL AND p.id IS NULL',
    },
    { reason: 'product_id is of a product of another user', broken: 'p.user_id <> o.user_id' },
    outOfTime('sale_date'),
  ],
  audit_log: [outOfTime('created_at')],
  system_metrics: [outOfTime('recorded_at')],
};

/** Tables whose rows refer to products. */
const OF_PRODUCTS: readonly Table[] = ['stock_history', 'sales'];

/** @param merged where some products have given their place to others, the table that says which */
export async function faultsOf(
  link: Link,
  tables: readonly Table[],
  merged: string | null = null,
): Promise<Fault[]> {
  const found: Fault[] = [];
  for (const table of tables) {
    const rules = RULES[table] ?? [];
    if (rules.length === 0) continue;
    const cases = rules.map(({ broken }, index) => `WHEN ${broken} THEN ${index}`).join(' ');
    const rows = await link.rows<{ key: string; rule: number; rows: number }>(`
      SELECT key, rule, rows FROM (
        SELECT key, rule, count(*) OVER (PARTITION BY rule)::integer AS rows,
          row_number() OVER (PARTITION BY rule ORDER BY key) AS place
        FROM (SELECT o.id::text AS key, CASE ${cases} END AS rule FROM public.${table} o ${joinOf(table, merged)}) AS judged
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

function joinOf(table: Table, merged: string | null): string {
  if (!OF_PRODUCTS.includes(table)) return '';
  return merged === null
    ? 'LEFT JOIN public.products p ON p.id = o.product_id'
    : `LEFT JOIN ${merged} m ON m.id = o.product_id LEFT JOIN public.products p ON p.id = coalesce(m.kept_id, o.product_id)`;
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
