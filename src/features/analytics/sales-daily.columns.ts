/** What sales_daily and sales_totals_daily add up. */
export const DAILY_FIGURES = [
  'sold_quantity',
  'returned_quantity',
  'sold_revenue',
  'returned_revenue',
  'sold_commission',
  'returned_commission',
  'sold_net',
  'returned_net',
  'net_missing',
  'returned_net_missing',
  'commission_missing',
  'returned_commission_missing',
  'price_missing',
  'returned_price_missing',
  'sold_unpriced',
];
