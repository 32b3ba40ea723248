/** What is computed ahead for a seller as a whole; the names are version 1's. */
export enum MetricType {
  SALES_SUMMARY = 'SALES_SUMMARY',
  TURNOVER = 'TURNOVER',
  STOCK_COVER = 'STOCK_COVER',
  ABC = 'ABC',
  XYZ = 'XYZ',
  LOST_SALES = 'LOST_SALES',
  PROFIT = 'PROFIT',
  TOP_PRODUCTS = 'TOP_PRODUCTS',
}
