import {
  expectedVisibleText,
  FIRST_DAY,
  hasFewMonths,
  hasRightSize,
  isVisibleText,
  type RowErrors,
} from '../../stock/index.js';
import type { SaleKind } from './sales.js';

export interface GivenMoney {
  readonly amount: string;
  readonly currency: string;
}

/** As a client gives it. */
export interface GivenSale {
  readonly productId: string;
  readonly wbOrderId: string;
  readonly kind: SaleKind;
  /** YYYY-MM-DD in Moscow. */
  readonly saleDate: string;
  readonly quantity: number;
  readonly price: GivenMoney;
  readonly commission?: GivenMoney | null;
  readonly netAmount?: GivenMoney | null;
  readonly warehouseName?: string | null;
}

/** Amounts in roubles with two digits behind the point; null is not known. */
export interface RecordedSale {
  /** Where it stands in the input. */
  readonly index: number;
  readonly productId: string;
  readonly wbOrderId: string;
  readonly kind: SaleKind;
  readonly saleDate: string;
  readonly quantity: number;
  readonly price: string;
  readonly commission: string | null;
  readonly netAmount: string | null;
  readonly warehouseName: string | null;
}

const AMOUNT = /^(\d{1,8})(?:\.(\d{1,2}))?$/;
/** More of one order is a mistake, and would not fit the totals. */
const MOST_PIECES = 1_000_000;
const LONGEST_ORDER = 100;
const LONGEST_NAME = 255;

/**
 * The sales of a batch; what is wrong with the others goes into the errors.
 * @param lastDay the last one that anything can have been sold on
 */
export function recordedSales(
  given: readonly GivenSale[],
  lastDay: string,
  errors: RowErrors,
): RecordedSale[] {
  if (!hasRightSize(given, errors)) return [];
  const rows = given.map((sale, index) => {
    checkTexts(sale, index, errors);
    checkFigures(sale, index, lastDay, errors);
    return recordedOf(sale, index);
  });
  hasFewMonths(
    rows.map(({ saleDate }) => saleDate),
    errors,
  );
  return rows;
}

/**
 * Each seller's orders and kinds once. One that is given twice alike is the same sale; what is told in two ways goes into
 * the errors.
 * @param owners of the products
 */
export function distinctSales(
  rows: readonly RecordedSale[],
  owners: ReadonlyMap<string, string>,
  errors: RowErrors,
): RecordedSale[] {
  const first = new Map<string, RecordedSale>();
  for (const row of rows) {
    const key = JSON.stringify([owners.get(row.productId), row.kind, row.wbOrderId]);
    const known = first.get(key);
    if (!known) first.set(key, row);
    else if (!isSame(known, row)) {
      errors.add(
        row.index,
        'wbOrderId',
        `Rows ${known.index} and ${row.index} tell different things of one order and kind. Leave one of them out.`,
      );
    }
  }
  return [...first.values()];
}

function checkTexts({ wbOrderId, warehouseName }: GivenSale, index: number, errors: RowErrors): void {
  if (!isVisibleText(wbOrderId, LONGEST_ORDER)) {
    errors.add(index, 'wbOrderId', expectedVisibleText('an order', LONGEST_ORDER));
  }
  if (warehouseName != null && !isVisibleText(warehouseName, LONGEST_NAME)) {
    errors.add(index, 'warehouseName', expectedVisibleText('a name', LONGEST_NAME));
  }
}

function checkFigures(sale: GivenSale, index: number, lastDay: string, errors: RowErrors): void {
  if (sale.saleDate < FIRST_DAY || sale.saleDate > lastDay)
    errors.add(index, 'saleDate', `Expected a day from ${FIRST_DAY} to ${lastDay}.`);
  if (sale.quantity < 1 || sale.quantity > MOST_PIECES)
    errors.add(index, 'quantity', `Expected 1 to ${MOST_PIECES} units. A return has the kind RETURN.`);
  for (const field of ['price', 'commission', 'netAmount'] as const) {
    const money = sale[field];
    if (money == null) continue;
    if (money.currency !== 'RUB')
      errors.add(
        index,
        [field, 'currency'],
        `Amounts are kept in roubles: expected the currency RUB, not ${money.currency}.`,
      );
    else if (!AMOUNT.test(money.amount))
      errors.add(
        index,
        [field, 'amount'],
        'Expected 0 to 99999999.99 with at most two decimals. The kind carries the sign.',
      );
  }
}

function recordedOf(sale: GivenSale, index: number): RecordedSale {
  return {
    index,
    productId: sale.productId.toLowerCase(),
    wbOrderId: sale.wbOrderId,
    kind: sale.kind,
    saleDate: sale.saleDate,
    quantity: sale.quantity,
    price: hundredths(sale.price.amount),
    commission: sale.commission ? hundredths(sale.commission.amount) : null,
    netAmount: sale.netAmount ? hundredths(sale.netAmount.amount) : null,
    warehouseName: sale.warehouseName ?? null,
  };
}

/** So that equal amounts are equal texts. */
function hundredths(amount: string): string {
  const [whole = '', part = ''] = amount.split('.');
  return `${whole}.${part.padEnd(2, '0')}`;
}

function isSame({ index: _one, ...one }: RecordedSale, { index: _other, ...other }: RecordedSale): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
