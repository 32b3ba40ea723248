import { dailyStock } from '../../src/features/analytics/domain/daily-stock.js';
import type { TestDatabase } from './database.js';
import type { LivedSale, LivedSeller } from './lived-seller.js';
import { modelAbc, modelFigures, type ModelFigures, type SalesDay } from './metrics-model.js';

/** What the tables ought to hold, out of the plain definitions. */
export function expectedRollups(seller: LivedSeller) {
  const sales = salesBy(seller, ({ day, product, warehouse }) => [day, product, warehouse ?? ''].join('|'));
  const totals = salesBy(seller, ({ day }) => day);
  const stock = seller.records.flatMap((records, product) =>
    dailyStock(records).map((row) => ({ product, ...row })),
  );
  const figures = seller.products.map((_, product) =>
    modelFigures({
      today: seller.today,
      stockNow: seller.stockNow(product),
      costs: seller.costs[product]!,
      stock: stock.filter((row) => row.product === product),
      sales: [...seller.sales.values()].filter((sale) => sale.product === product).map(salesDayOf),
    }),
  );
  const abc = modelAbc(seller.products.map((id, index) => ({ id, revenue: figures[index]!.revenue })));
  const metrics = figures.map((row, index) => ({ ...row, abcClass: abc[index] }));
  return { sales, totals, stock, metrics };
}

/** Sums of what a group of sales has, in hundredths, in the order of the columns. */
function salesBy({ sales }: LivedSeller, keyOf: (sale: LivedSale) => string) {
  const groups = Map.groupBy(sales.values(), keyOf);
  const rows = [...groups].map(([key, rows]) => {
    const sum = (kind: LivedSale['kind'], of: (sale: LivedSale) => number): number =>
      rows.filter((row) => row.kind === kind).reduce((total, row) => total + of(row), 0);
    const both = (of: (sale: LivedSale) => number): [number, number] => [sum('SALE', of), sum('RETURN', of)];
    const unknown = (of: (sale: LivedSale) => number | null): [both: number, returned: number] => {
      const missing = rows.filter((row) => of(row) === null);
      return [missing.length, missing.filter(({ kind }) => kind === 'RETURN').length];
    };
    return {
      key,
      figures: [
        ...both((row) => row.quantity),
        ...both((row) => row.price * row.quantity),
        ...both((row) => row.commission ?? 0),
        ...both((row) => row.net ?? 0),
        ...unknown((row) => row.net),
        ...unknown((row) => row.commission),
        ...unknown((row) => (row.price === 0 ? null : row.price)),
        sum('SALE', (row) => (row.price === 0 ? row.quantity : 0)),
      ],
    };
  });
  return rows.sort((a, b) => (a.key < b.key ? -1 : 1));
}

export function salesDayOf({ day, kind, quantity, price, net }: LivedSale): SalesDay {
  const sign = kind === 'SALE' ? 1 : -1;
  return {
    day,
    sold: kind === 'SALE' ? quantity : 0,
    returned: kind === 'RETURN' ? quantity : 0,
    soldRevenue: kind === 'SALE' ? BigInt(price * quantity) : 0n,
    unpriced: kind === 'SALE' && price === 0 ? quantity : 0,
    priceMissing: price === 0 ? 1 : 0,
    returnedRevenue: kind === 'RETURN' ? BigInt(price * quantity) : 0n,
    net: BigInt(sign * (net ?? 0)),
    netMissing: net === null ? 1 : 0,
  };
}

const FIGURES = `ARRAY[sold_quantity, returned_quantity, sold_revenue * 100, returned_revenue * 100, sold_commission * 100,
  returned_commission * 100, sold_net * 100, returned_net * 100, net_missing, returned_net_missing, commission_missing,
  returned_commission_missing, price_missing, returned_price_missing, sold_unpriced]::text[]`;

/** What they do hold. */
export async function actualRollups(
  db: TestDatabase,
  seller: LivedSeller,
): Promise<ReturnType<typeof expectedRollups>> {
  const ids = [seller.tenantId, seller.userId];
  const number = (id: string | null): number | null => (id === null ? null : seller.products.indexOf(id));
  const sales = await db.query<{ day: string; product: string | null; warehouse: string; figures: string[] }>(
    `SELECT day::text, product_id AS product, warehouse_name AS warehouse, ${FIGURES} AS figures
     FROM sales_daily WHERE tenant_id = $1 AND user_id = $2`,
    ids,
  );
  const totals = await db.query<{ key: string; figures: string[] }>(
    `SELECT day::text AS key, ${FIGURES} AS figures FROM sales_totals_daily WHERE tenant_id = $1 AND user_id = $2
     ORDER BY day`,
    ids,
  );
  const stock = await db.query<{ product: string; day: string; end: number; share: string; known: string }>(
    `SELECT product_id AS product, day::text, end_quantity AS end, (in_stock_share * 1e8)::bigint::text AS share,
       (known_share * 1e8)::bigint::text AS known FROM stock_daily WHERE tenant_id = $1 AND user_id = $2 ORDER BY day`,
    ids,
  );
  const metrics = await db.query<ModelFigures & { id: string; abcClass: string }>(
    `SELECT product_id AS id, sold_30_days AS sold, returned_30_days AS returned, revenue_30_days AS revenue,
       cost_30_days AS cost, cost_missing AS "costMissing", profit_30_days AS profit,
       in_stock_days AS "inStockDays", known_days AS "knownDays", velocity, days_of_cover AS "daysOfCover",
       turnover_days AS "turnoverDays", days_out_of_stock AS "daysOutOfStock", lost_units AS "lostUnits",
       lost_revenue AS "lostRevenue", buyout_rate AS "buyoutRate", abc_class AS "abcClass", xyz_class AS "xyzClass",
       reorder_point AS "reorderPoint", reorder_quantity AS "reorderQuantity", stockout_date::text AS "stockoutDate", risk
     FROM product_metrics WHERE tenant_id = $1 AND user_id = $2 AND as_of = $3`,
    [...ids, seller.today],
  );
  return {
    sales: sales
      .map(({ day, product, warehouse, figures }) => ({
        key: [day, number(product), warehouse].join('|'),
        figures: figures.map(Number),
      }))
      .sort((a, b) => (a.key < b.key ? -1 : 1)),
    totals: totals.map(({ key, figures }) => ({ key, figures: figures.map(Number) })),
    stock: seller.products.flatMap((id, product) =>
      stock
        .filter((row) => row.product === id)
        .map(({ day, end, share, known }) => ({
          ...{ product, day, endQuantity: end },
          inStockShare: BigInt(share),
          knownShare: BigInt(known),
        })),
    ),
    metrics: seller.products.map((id) => {
      const { id: _, ...row } = metrics.find((it) => it.id === id)!;
      return row;
    }),
  };
}
