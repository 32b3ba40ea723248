import { Injectable } from '@nestjs/common';
import { addDays, type CallerContext } from '../../platform/context/index.js';
import type { JsonValue } from '../../platform/graphql/index.js';
import { SalesQueries, type SalesSummaryRow } from '../sales/index.js';
import { GOODS_FORMULAS, GOODS_INPUTS, SALES_FORMULA, type GoodsFigure } from './domain/dashboard-figures.js';
import type { Dashboard } from './types/dashboard.type.js';
import type { MetricExplanation } from './types/metric-explanation.type.js';

const SPANS = ['salesToday', 'sales7Days', 'sales30Days'] as const;
const SUMS = ['quantity', 'returnedQuantity', 'revenue', 'commission', 'netAmount'] as const;
/** What counts the sales and returns that are not in a sum. */
const MISSING: Readonly<
  Partial<
    Record<(typeof SUMS)[number], 'salesWithoutPrice' | 'salesWithoutCommission' | 'salesWithoutNetAmount'>
  >
> = {
  revenue: 'salesWithoutPrice',
  commission: 'salesWithoutCommission',
  netAmount: 'salesWithoutNetAmount',
};
const AS_COMPUTED: readonly GoodsFigure[] = [
  'lowStockCount',
  'outOfStockCount',
  'overstockCount',
  'lostRevenue30Days',
];

/** Tells what the figures of the dashboard were made of: of goods what came with them, of sales each day. */
@Injectable()
export class DashboardExplanations {
  constructor(private readonly sales: SalesQueries) {}

  async of(ctx: CallerContext, dashboard: Dashboard): Promise<MetricExplanation[]> {
    const { today } = dashboard.made;
    const range = { from: addDays(today, -30), until: addDays(today, 1) };
    const days = await this.sales.byDay(ctx, range);
    const now = ctx.now();
    return [
      ...(Object.keys(GOODS_FORMULAS) as GoodsFigure[]).map((figure) => ofGoods(figure, dashboard, now)),
      ...SPANS.flatMap((span) => SUMS.map((sum) => ofSales(dashboard, { span, sum, days, now }))),
    ];
  }
}

function ofGoods(figure: GoodsFigure, dashboard: Dashboard, now: Date): MetricExplanation {
  const { computedAt, byRisk } = dashboard.made;
  return {
    metric: figure,
    formula: GOODS_FORMULAS[figure],
    inputs: GOODS_INPUTS[figure](byRisk) as JsonValue,
    value: textOf(dashboard[figure]),
    asOf: AS_COMPUTED.includes(figure) ? (computedAt ?? now) : now,
  };
}

interface Asked {
  readonly span: (typeof SPANS)[number];
  readonly sum: (typeof SUMS)[number];
  readonly days: readonly SalesSummaryRow[];
  readonly now: Date;
}

function ofSales(dashboard: Dashboard, { span, sum, days, now }: Asked): MetricExplanation {
  const [from = '', until = ''] = dashboard[span].key.split('/');
  const within = days.filter(({ key }) => key >= from && key < until);
  const byDay = Object.fromEntries(within.map((row) => [row.key, plainly(row[sum])]));
  const missing = MISSING[sum];
  return {
    metric: `${span}.${sum}`,
    formula: SALES_FORMULA,
    inputs: { from, until, byDay, ...(missing && { missing: dashboard[span][missing] }) },
    value: textOf(dashboard[span][sum]),
    asOf: now,
  };
}

type Shown = number | { readonly amount: string } | null;

function plainly(value: Exclude<Shown, null>): number | string {
  return typeof value === 'object' ? value.amount : value;
}

function textOf(value: Shown): string | null {
  return value === null ? null : String(plainly(value));
}
