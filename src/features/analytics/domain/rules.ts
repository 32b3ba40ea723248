/** The last complete days that a product's figures speak of. */
export const WINDOW_DAYS = 30;

/** What a period of analytics is: so many of the last complete days. */
export const PERIOD_DAYS = { DAILY: 1, WEEKLY: 7, MONTHLY: WINDOW_DAYS } as const;
export type Period = keyof typeof PERIOD_DAYS;

/** Less in-stock time than this is no ground for a velocity. */
export const MIN_IN_STOCK_DAYS = 1;
/** Less than this is a weak one: it is given, and said to be so. */
export const CONFIDENT_IN_STOCK_DAYS = 7;

/** Whether a sale comes back shows by then. */
export const BUYOUT_DAYS = 14;

/** How far an order should last beyond its lead time. */
export const REORDER_DAYS = 30;
export const ORDER_SOON_DAYS = 7;
export const OVERSTOCK_DAYS = 150;

/** Weeks by which demand is told steady from erratic; a week less in stock than a fifth says nothing of it. */
export const XYZ_WEEKS = 12;
export const XYZ_LEAST_WEEKS = 8;
export const XYZ_LEAST_SHARE = '0.2';
/** The greatest coefficient of variation of each class. */
export const XYZ_LIMITS = { X: '0.5', Y: '1' } as const;

/** The share of all revenue that stands before a product: below this, it is of the class. */
export const ABC_LIMITS = { A: '0.8', B: '0.95' } as const;

export enum StockRisk {
  OUT_OF_STOCK = 'OUT_OF_STOCK',
  ORDER_NOW = 'ORDER_NOW',
  ORDER_SOON = 'ORDER_SOON',
  OK = 'OK',
  OVERSTOCK = 'OVERSTOCK',
  NO_DEMAND = 'NO_DEMAND',
}

/** Something has to be done about these. */
export const TO_ORDER: readonly StockRisk[] = [
  StockRisk.OUT_OF_STOCK,
  StockRisk.ORDER_NOW,
  StockRisk.ORDER_SOON,
];

export enum XyzClass {
  X = 'X',
  Y = 'Y',
  Z = 'Z',
  NEW = 'NEW',
}
