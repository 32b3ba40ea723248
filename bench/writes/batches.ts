/** Rows of a batch: as many as a mutation takes. */
export const ROWS = 1_000;

export interface StockRow {
  readonly productId: string;
  readonly warehouseName: string;
  readonly quantity: number;
  readonly recordedAt: string;
}

export interface SaleRow {
  readonly productId: string;
  readonly wbOrderId: string;
  readonly saleDate: string;
  readonly quantity: number;
  readonly price: string;
  readonly commission: string;
  readonly netAmount: string;
  readonly warehouseName: string;
}

export interface Batch {
  /** Unlike that of any other batch: every row of it is new. */
  readonly name: string;
  readonly productIds: readonly string[];
  /** ISO 8601, in UTC. */
  readonly at: string;
}

const productOf = ({ productIds }: Batch, index: number): string => {
  const id = productIds[index % productIds.length];
  if (id === undefined) throw new RangeError('A batch without products');
  return id;
};

/** Each of a place that had nothing before, so that COPY, which can not change rows, can write the same. */
export function stockRows(batch: Batch): StockRow[] {
  return Array.from({ length: ROWS }, (_, index) => ({
    productId: productOf(batch, index),
    warehouseName: `${batch.name} ${Math.floor(index / batch.productIds.length)}`,
    quantity: 1 + (index % 90),
    recordedAt: batch.at,
  }));
}

const DAY_MS = 86_400_000;

/** Of the seven days before. */
export function saleRows(batch: Batch): SaleRow[] {
  const at = Date.parse(batch.at);
  return Array.from({ length: ROWS }, (_, index) => ({
    productId: productOf(batch, index),
    wbOrderId: `${batch.name} ${index}`,
    saleDate: new Date(at - DAY_MS * (1 + (index % 7))).toISOString().slice(0, 10),
    quantity: 1 + (index % 3),
    price: `${500 + index}.50`,
    commission: '100.25',
    netAmount: '400.25',
    warehouseName: `Склад № ${index % 10}`,
  }));
}

/** Lines of COPY's text format; none of the values holds what would have to be escaped. */
export function copyText(rows: readonly (readonly (string | number)[])[]): string {
  return rows.map((row) => `${row.join('\t')}\n`).join('');
}
