/** How much of everything there is at scale 1, and how it is shared out. */
const TENANTS = 100;
const PRODUCTS = 100_000;
const SALES = 5_000_000;
const STOCK_RECORDS = 10_000_000;

/** Of one seller. */
export interface SellerSize {
  readonly products: number;
  readonly sales: number;
  readonly stockRecords: number;
}

/** Beside them, where many sellers are wanted: of whom each has the same, and scale says how many there are. */
export const ONE_OF_MANY: SellerSize = { products: 100, sales: 5_000, stockRecords: 10_000 };
const MANY = 1_000;

export function manySellers(scale: number): number {
  return Math.max(2, Math.round(MANY * scale));
}

export interface MarketSize {
  /** Half of everything is one seller's: their data grow with the scale. */
  readonly big: SellerSize;
  /** The other half is shared out evenly: the data of each stay as they are, whatever the scale. */
  readonly small: SellerSize;
  /** How many of the latter. */
  readonly smallSellers: number;
}

/** @param scale above 0, 1 for the whole */
export function marketSize(scale: number): MarketSize {
  const smallSellers = Math.max(1, Math.round(TENANTS * scale) - 1);
  const half = (whole: number): number => Math.max(1, Math.round((whole * scale) / 2));
  const share = (whole: number): number => Math.max(1, Math.round(half(whole) / smallSellers));
  return {
    big: { products: half(PRODUCTS), sales: half(SALES), stockRecords: half(STOCK_RECORDS) },
    small: { products: share(PRODUCTS), sales: share(SALES), stockRecords: share(STOCK_RECORDS) },
    smallSellers,
  };
}

/** Bytes of a database of this size with its indexes and its log, amply reckoned. */
export function bytesNeeded(scale: number): number {
  return 1e9 + scale * 14e9;
}
