export enum OrderDirection {
  ASC = 'ASC',
  DESC = 'DESC',
}

export enum ProductOrderField {
  NAME = 'NAME',
  CREATED_AT = 'CREATED_AT',
  UPDATED_AT = 'UPDATED_AT',
  PRICE = 'PRICE',
  STOCK_TOTAL = 'STOCK_TOTAL',
  SOLD_30_DAYS = 'SOLD_30_DAYS',
  DAYS_OF_COVER = 'DAYS_OF_COVER',
}

/** In which order products come. Ties go by id, in the same direction; products without a value come last in both. */
export interface ProductOrdering {
  readonly field: ProductOrderField;
  readonly direction: OrderDirection;
}

export const BY_NAME: ProductOrdering = { field: ProductOrderField.NAME, direction: OrderDirection.ASC };

/** What a product is sorted by. */
export interface SortKey {
  /** In SQL, where p is the product and m its figures. */
  readonly sql: string;
  /** Of its value as it comes back in a cursor, which anybody may edit: wide enough for whatever a cursor can hold. */
  readonly type: 'text' | 'timestamptz' | 'numeric' | 'bigint';
  /** Whether the driver gives it as a number. */
  readonly isNumber: boolean;
  readonly nullable: boolean;
  /** Whether it needs m. */
  readonly ofMetrics: boolean;
}

const ofProduct = { ofMetrics: false, nullable: false, isNumber: false } as const;
const ofMetrics = { ofMetrics: true, nullable: false, isNumber: false } as const;

export const SORT_KEYS: Readonly<Record<ProductOrderField, SortKey>> = {
  NAME: { ...ofProduct, sql: 'p.name', type: 'text', nullable: true },
  CREATED_AT: { ...ofProduct, sql: 'p.created_at', type: 'timestamptz' },
  UPDATED_AT: { ...ofProduct, sql: 'p.updated_at', type: 'timestamptz' },
  // behind a policy no index follows a comparison of numeric, which might give away what it compares
  PRICE: { ...ofProduct, sql: 'p.price_kopecks', type: 'bigint', nullable: true },
  STOCK_TOTAL: { ...ofProduct, sql: 'p.stock_total', type: 'bigint', isNumber: true },
  // a product without figures has sold nothing; how long it lasts, nobody knows
  SOLD_30_DAYS: { ...ofMetrics, sql: 'coalesce(m.sold_30_days, 0)', type: 'bigint', isNumber: true },
  DAYS_OF_COVER: { ...ofMetrics, sql: 'm.days_of_cover', type: 'numeric', nullable: true },
};
