import { Injectable } from '@nestjs/common';
import type { CallerContext, TenantContext } from '../../platform/context/index.js';
import { Database } from '../../platform/database/index.js';
import { badUserInput, checkBoundedDateRange, type DateRange } from '../../platform/graphql/index.js';
import { roubles } from '../products/index.js';
import { SalesGrouping } from './domain/sales.js';
import { fitsSummary, MOST_GROUPS } from './domain/summary-range.js';
import { ChangedDays } from './changed-days.queries.js';
import { saleCriteria, type SaleCriteria, type SaleRestriction } from './sale-criteria.js';
import { salesSummary, salesTotals, type SummaryRow } from './sales-summary.statement.js';
import type { SalesSummaryRow } from './types/sales-summary.type.js';

const MOST_YEARS = 3;

export interface SummariseSales {
  readonly range: DateRange;
  readonly groupBy: SalesGrouping;
  readonly filter?: SaleRestriction | null;
}

/**
 * Totals of sales as they are now: out of the daily ones, whose cost grows with days (and with products where these are
 * told apart) and not with sales, and of the sales themselves for the days that changed since they were rolled up.
 */
@Injectable()
export class SalesQueries {
  constructor(
    private readonly database: Database,
    private readonly changes: ChangedDays,
  ) {}

  async summary(ctx: CallerContext, { range, groupBy, filter }: SummariseSales): Promise<SalesSummaryRow[]> {
    checkBoundedDateRange(range, 'range', MOST_YEARS);
    if (!fitsSummary(groupBy, range.from, range.until)) {
      throw badUserInput('range', `expected at most ${MOST_GROUPS} days when grouped by DAY`);
    }
    const criteria = saleCriteria(filter ?? {});
    return this.groups(ctx, range, groupBy, criteria);
  }

  /** Of everything in the range, days on which there was anything; a range of a year at most. */
  byDay(ctx: CallerContext, range: DateRange): Promise<SalesSummaryRow[]> {
    return this.groups(ctx, range, SalesGrouping.DAY, saleCriteria({}));
  }

  /** Of everything in each of the ranges, in their order and at once; key and label are the range, FROM/UNTIL. */
  async totals(ctx: TenantContext, ranges: readonly DateRange[]): Promise<SalesSummaryRow[]> {
    const range = spanOf(ranges);
    const changedDays = await this.changes.within(ctx, range);
    const { statement, values } = salesTotals(ctx, ranges, { range, changedDays });
    const rows = await this.database.rows(ctx, statement, values);
    return rows.map((row, place) => {
      const { from, until } = ranges[place] ?? range;
      const name = `${from}/${until}`;
      return summaryRowOf({ ...row, key: name, label: name, productId: null });
    });
  }

  private async groups(
    ctx: CallerContext,
    range: DateRange,
    groupBy: SalesGrouping,
    criteria: SaleCriteria,
  ): Promise<SalesSummaryRow[]> {
    const changedDays = await this.changes.within(ctx, range);
    const { statement, values } = salesSummary(ctx, { range, changedDays }, groupBy, criteria);
    return (await this.database.rows(ctx, statement, values)).map(summaryRowOf);
  }
}

/** From the first day of any to the last: the days between them are read, too. */
function spanOf(ranges: readonly DateRange[]): DateRange {
  const days = ranges.flatMap(({ from, until }) => [from, until]).sort();
  return { from: days[0] ?? '', until: days.at(-1) ?? '' };
}

function summaryRowOf({ revenue, commission, netAmount, ...row }: SummaryRow): SalesSummaryRow {
  return {
    ...row,
    revenue: roubles(revenue),
    commission: roubles(commission),
    netAmount: roubles(netAmount),
  };
}
