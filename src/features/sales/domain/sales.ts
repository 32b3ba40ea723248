export enum SaleKind {
  SALE = 'SALE',
  RETURN = 'RETURN',
}

export enum SalesGrouping {
  DAY = 'DAY',
  WEEK = 'WEEK',
  MONTH = 'MONTH',
  PRODUCT = 'PRODUCT',
  BRAND = 'BRAND',
  CATEGORY = 'CATEGORY',
  WAREHOUSE = 'WAREHOUSE',
}
