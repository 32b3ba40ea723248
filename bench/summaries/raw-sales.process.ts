import pg from 'pg';
import { ChangedDays } from '../../src/features/sales/changed-days.queries.js';
import { SalesQueries } from '../../src/features/sales/index.js';
import { DashboardQueries } from '../../src/features/analytics/dashboard.queries.js';
import { addDays, businessDay } from '../../src/platform/context/index.js';
import { listenBare, POOL_SIZE } from '../bare/bare-server.js';
import { owner, statementsOf, type PreparedCall } from '../bare/own-statements.js';
import { cpuSeconds, serve } from '../processes/child.js';
import { SUMMARISED_DAYS } from './questions.js';

interface RawSales {
  /** Of a role that passes row-level security. */
  readonly superuserUrl: string;
  readonly tenantId: string;
  readonly userId: string;
}

type Row = Readonly<Record<string, unknown>>;

/** The same answers without rollups: sums over the sales themselves. What is no sum of sales is read as the API reads it. */
const commands = {
  /** @returns where it listens: at /0 the summary, at /1 the dashboard */
  listen: async ({ superuserUrl, tenantId, userId }: RawSales): Promise<string> => {
    const goods = await goodsCall(superuserUrl, { tenantId, userId });
    const pool = new pg.Pool({ connectionString: superuserUrl, max: POOL_SIZE });
    const today = businessDay(new Date());
    const from = addDays(today, -SUMMARISED_DAYS);
    return listenBare([
      async () => {
        const { rows } = await pool.query<Row>({ ...BY_DAY, values: [tenantId, from, today] });
        return { data: { salesSummary: rows.map(summaryOf) } };
      },
      async () => {
        const [found, sums] = await Promise.all([
          pool.query<Row>(goods),
          pool.query<Row>({ ...TOTALS, values: [tenantId, addDays(today, -7), today, from] }),
        ]);
        return { data: { dashboard: dashboardOf(found.rows[0] ?? {}, sums.rows) } };
      },
    ]);
  },
  cpuSeconds,
};

export type RawSalesCommands = typeof commands;

async function goodsCall(
  superuserUrl: string,
  { tenantId, userId }: Pick<RawSales, 'tenantId' | 'userId'>,
): Promise<PreparedCall> {
  const pool = new pg.Pool({ connectionString: superuserUrl, max: 1 });
  const calls = await statementsOf(pool, (database) =>
    new DashboardQueries(database, new SalesQueries(database, new ChangedDays(database))).find(
      owner(tenantId, userId),
    ),
  );
  await pool.end();
  const goods = calls.find(({ text }) => text.includes('goods_totals'));
  if (!goods) throw new Error('The dashboard reads no goods');
  return goods;
}

const sums = (kind: 'SALE' | 'RETURN'): string =>
  `coalesce(sum(quantity) FILTER (WHERE kind = '${kind}'), 0)::integer`;
const net = (value: string): string =>
  `coalesce(sum(CASE kind WHEN 'SALE' THEN ${value} ELSE -${value} END), 0)::numeric(20, 2)`;
const SUMS = `${sums('SALE')} AS quantity, ${sums('RETURN')} AS "returnedQuantity",
  ${net('price * quantity')} AS revenue, ${net('commission')} AS commission, ${net('net_amount')} AS "netAmount"`;

const BY_DAY = {
  name: 'by day',
  text: `
    SELECT sale_date::text AS key, ${SUMS} FROM sales
    WHERE tenant_id = $1 AND sale_date >= $2::date AND sale_date < $3::date
    GROUP BY sale_date ORDER BY sale_date`,
};

/** $2 seven days ago, $3 today, $4 thirty days ago. */
const TOTALS = {
  name: 'totals',
  text: `
    SELECT 1 AS place, ${SUMS} FROM sales WHERE tenant_id = $1 AND sale_date >= $3::date AND sale_date < $3::date + 1
    UNION ALL
    SELECT 2, ${SUMS} FROM sales WHERE tenant_id = $1 AND sale_date >= $2::date AND sale_date < $3::date
    UNION ALL
    SELECT 3, ${SUMS} FROM sales WHERE tenant_id = $1 AND sale_date >= $4::date AND sale_date < $3::date
    ORDER BY place`,
};

function summaryOf({ key, ...figures }: Row): object {
  return { key, ...totalOf(figures) };
}

function totalOf({ quantity, returnedQuantity, revenue, commission, netAmount }: Row): object {
  return {
    quantity,
    returnedQuantity,
    revenue: { amount: revenue },
    commission: { amount: commission },
    netAmount: { amount: netAmount },
  };
}

function dashboardOf(goods: Row, [today, week, month]: readonly Row[]): object {
  const { productCount, stockTotal, lowStockCount, outOfStockCount, overstockCount } = goods;
  return {
    productCount,
    stockTotal,
    lowStockCount,
    outOfStockCount,
    overstockCount,
    salesToday: totalOf(today ?? {}),
    sales7Days: totalOf(week ?? {}),
    sales30Days: totalOf(month ?? {}),
  };
}

serve(commands);
