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
  /** Of a row o. */
  readonly broken: string;
  /** What else it takes to tell. */
  readonly join?: string;
}

const outOfTime = (column: string): Rule => ({
  reason: `${column} is before 2000 or more than 400 days ahead`,
  broken: `o.${column} < '2000-01-01' OR o.${column} > CURRENT_DATE + 400`,
});

const unlessOneOf = (column: string, words: readonly string[]): Rule => ({
  reason: `${column} is none of ${words.join(', ')}`,
  broken: `lower(o.${column}::text) NOT IN (${words.map((word) => `'${word}'`).join(', ')})`,
});

const PRODUCT = 'LEFT JOIN public.products p ON p.id = o.product_id';

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
    { reason: 'product_id is of no product', broken: 'p.id IS NULL', join: PRODUCT },
    outOfTime('recorded_at'),
  ],
  sales: [
    { reason: 'quantity is zero', broken: 'o.quantity = 0' },
    { reason: 'price is below zero, and quantity is not', broken: 'o.price < 0 AND o.quantity > 0' },
    {
      reason: 'product_id is of no product',
      broken: 'o.product_id IS NOT NULL AND p.id IS NULL',
      join: PRODUCT,
    },
    { reason: 'product_id is of a product of another user', broken: 'p.user_id <> o.user_id', join: PRODUCT },
    outOfTime('sale_date'),
  ],
  audit_log: [outOfTime('created_at')],
  system_metrics: [outOfTime('recorded_at')],
};

export async function faultsOf(link: Link, tables: readonly Table[]): Promise<Fault[]> {
  const found: Fault[] = [];
  for (const table of tables) {
    for (const { reason, broken, join = '' } of RULES[table] ?? []) {
      const rows = await link.rows<{ key: string; rows: number }>(`
        SELECT key, rows FROM (
          SELECT o.id::text AS key, count(*) OVER ()::integer AS rows FROM public.${table} o ${join} WHERE ${broken}
        ) AS broken ORDER BY key LIMIT ${MOST_NAMED}`);
      found.push(...rows.map(({ key, rows: count }) => ({ table, key, reason, rows: count })));
    }
  }
  return found;
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
