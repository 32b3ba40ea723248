import { MetricType } from '../domain/metric-type.js';
import { ratio } from '../figures.sql.js';
import type { Snapshot } from './snapshot.js';

const PRODUCT_KEYS = {
  productId: { sql: 'id', type: 'uuid' },
  wbArticle: { sql: 'wb_article', type: 'text' },
  name: { sql: 'name', type: 'text' },
} as const;
const ABC_KEY = { abcClass: { sql: 'abc_class', type: 'text' } } as const;
const PRODUCTS = { sql: '1', kind: 'count' } as const;
const SOLD = { sql: 'sold', kind: 'count' } as const;
const RETURNED = { sql: 'returned', kind: 'count' } as const;
const REVENUE = {
  revenue: { sql: 'revenue', kind: 'amount', missing: 'salesWithoutPrice' },
  salesWithoutPrice: { sql: 'price_missing', kind: 'count' },
} as const;
const NET = { sql: 'net', kind: 'amount', missing: 'salesWithoutNetAmount' } as const;
const ofKnownDays = (sql: string) =>
  ({ sql: `CASE WHEN known > 0 THEN ${sql} END`, mayBeUnknown: true }) as const;
const TOLD = 20;
/** Nobody orders what is put away. */
const NOT_ARCHIVED = '(SELECT * FROM spread WHERE NOT archived) AS kept';

/** How long stock lasts, in days; a band ends before the next one begins. */
const COVER_BAND = `CASE
  WHEN days_of_cover IS NULL THEN 'UNDEFINED'
  WHEN days_of_cover < 7 THEN '0-7'
  WHEN days_of_cover < 14 THEN '7-14'
  WHEN days_of_cover < 30 THEN '14-30'
  WHEN days_of_cover < 60 THEN '30-60'
  WHEN days_of_cover <= 150 THEN '60-150'
  ELSE '150-'
END`;

/**
 * The definition of what each metric type says of a seller, over the rows that the rollup gathers: `spread` has one a
 * product and period, `days` one a day and period with the sales of all products, known or not. docs/metrics.md has a
 * JSON Schema of each.
 */
export const SNAPSHOTS: Readonly<Record<MetricType, Snapshot>> = {
  [MetricType.SALES_SUMMARY]: {
    source: 'days',
    isGrouped: true,
    keys: { day: { sql: 'day', type: 'date' } },
    measures: {
      sold: SOLD,
      returned: RETURNED,
      ...REVENUE,
      commission: { sql: 'commission', kind: 'amount', missing: 'salesWithoutCommission' },
      salesWithoutCommission: { sql: 'commission_missing', kind: 'count' },
      netAmount: NET,
      salesWithoutNetAmount: { sql: 'net_missing', kind: 'count' },
    },
    order: '"day"',
  },
  [MetricType.TURNOVER]: {
    source: 'spread',
    keys: ABC_KEY,
    measures: {
      products: PRODUCTS,
      sold: { ...ofKnownDays('demand'), kind: 'count' },
      unitDays: { ...ofKnownDays('unit_days'), kind: 'count' },
    },
    ratios: {
      turnoverDays: {
        sql: `CASE WHEN "sold" > 0 THEN ${ratio('"unitDays"', '"sold"')} END`,
        kind: 'decimal',
      },
    },
    order: '"abcClass"',
  },
  [MetricType.STOCK_COVER]: {
    source: NOT_ARCHIVED,
    keys: { daysOfCover: { sql: COVER_BAND, type: 'text' } },
    measures: { products: PRODUCTS, stockNow: { sql: 'stock_now', kind: 'count' }, sold: SOLD },
    order: `array_position(ARRAY['0-7', '7-14', '14-30', '30-60', '60-150', '150-', 'UNDEFINED'], "daysOfCover")`,
  },
  [MetricType.ABC]: {
    source: 'spread',
    keys: ABC_KEY,
    measures: { products: PRODUCTS, sold: SOLD, returned: RETURNED, ...REVENUE },
    order: '"abcClass"',
  },
  [MetricType.XYZ]: {
    source: 'spread',
    keys: { xyzClass: { sql: 'xyz_class', type: 'text' }, ...ABC_KEY },
    measures: { products: PRODUCTS, sold: SOLD, returned: RETURNED, ...REVENUE },
    order: `array_position(ARRAY['X', 'Y', 'Z', 'NEW'], "xyzClass"), "abcClass"`,
  },
  [MetricType.LOST_SALES]: {
    source: NOT_ARCHIVED,
    isGrouped: true,
    keys: PRODUCT_KEYS,
    measures: {
      products: { ...PRODUCTS, ofTotals: true },
      productsKnown: { sql: '(lost_units IS NOT NULL)::integer', kind: 'count', ofTotals: true },
      productsWithLosses: { sql: '(lost_units > 0)::integer', kind: 'count', ofTotals: true },
      daysOutOfStock: { ...ofKnownDays('known - in_stock'), kind: 'decimal' },
      lostUnits: { sql: 'lost_units', kind: 'decimal', mayBeUnknown: true },
      lostRevenue: { sql: 'lost_revenue', kind: 'amount', mayBeUnknown: true },
    },
    where: '"lostUnits" > 0',
    order: '"lostRevenue" DESC NULLS LAST, "productId"',
    limit: TOLD,
  },
  [MetricType.PROFIT]: {
    source: 'spread',
    keys: ABC_KEY,
    measures: {
      products: PRODUCTS,
      productsKnown: { sql: '(net_missing = 0 AND cost_missing = 0)::integer', kind: 'count' },
      profitOfKnown: {
        sql: 'CASE WHEN net_missing = 0 AND cost_missing = 0 THEN net - cost END',
        kind: 'amount',
        mayBeUnknown: true,
      },
      netAmount: NET,
      cost: { sql: 'cost', kind: 'amount', missing: 'daysWithoutUnitCost' },
      salesWithoutNetAmount: { sql: 'net_missing', kind: 'count' },
      daysWithoutUnitCost: { sql: 'cost_missing', kind: 'count' },
    },
    ratios: {
      profit: {
        sql: 'CASE WHEN "salesWithoutNetAmount" = 0 AND "daysWithoutUnitCost" = 0 THEN "netAmount" - "cost" END',
        kind: 'amount',
      },
    },
    order: '"abcClass"',
  },
  [MetricType.TOP_PRODUCTS]: {
    source: 'spread',
    isGrouped: true,
    keys: { ...PRODUCT_KEYS, ...ABC_KEY },
    measures: { products: { ...PRODUCTS, ofTotals: true }, sold: SOLD, returned: RETURNED, ...REVENUE },
    where: '"revenue" > 0',
    order: '"revenue" DESC, "productId"',
    limit: TOLD,
  },
};
