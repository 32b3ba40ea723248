import { addDays, businessDay } from '../../src/platform/context/index.js';

/** Complete days before today. */
export const SUMMARISED_DAYS = 30;

const TOTALS = 'quantity returnedQuantity revenue { amount } commission { amount } netAmount { amount }';

/** In the order in which the handler beside the API has them. */
export function questions(now: Date): { readonly name: string; readonly query: string }[] {
  const today = businessDay(now);
  const range = `{from: "${addDays(today, -SUMMARISED_DAYS)}", until: "${today}"}`;
  return [
    { name: 'salesSummary', query: `{ salesSummary(range: ${range}, groupBy: DAY) { key ${TOTALS} } }` },
    {
      name: 'dashboard',
      query: `{ dashboard {
        productCount stockTotal lowStockCount outOfStockCount overstockCount
        salesToday { ${TOTALS} } sales7Days { ${TOTALS} } sales30Days { ${TOTALS} }
      } }`,
    },
  ];
}
