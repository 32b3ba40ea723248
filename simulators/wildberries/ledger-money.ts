import { ENTRY, type Ledger } from './ledger.js';
import { moneyOf, type OrderMoney } from './order-money.js';
import { hash32 } from './random.js';
import type { World } from './world-state.js';

/** Amounts of one finance row, kopecks, all positive; which side they are on is told by the kind. */
export interface EntryMoney {
  /** Prices of the order; undefined on rows without a sale or return. */
  readonly order: OrderMoney | undefined;
  readonly forPay: number;
  readonly retailAmount: number;
  readonly delivery: number;
  readonly storage: number;
  readonly acceptance: number;
  readonly deduction: number;
  readonly penalty: number;
}

const NOTHING: EntryMoney = {
  order: undefined,
  forPay: 0,
  retailAmount: 0,
  delivery: 0,
  storage: 0,
  acceptance: 0,
  deduction: 0,
  penalty: 0,
};

/** Storage of one piece for one day, kopecks. */
const STORAGE_A_DAY = 14;

type Maker = (world: World, ledger: Ledger, subject: number, word: number) => Partial<EntryMoney>;

const delivery: Maker = (_world, _ledger, _order, word) => ({ delivery: 4500 + (word % 7500) });
const wayBack: Maker = () => ({ delivery: 5000 });
const trade: Maker = (world, _ledger, subject) => {
  const order = moneyOf(world, subject);
  return { order, forPay: order.forPay - order.acquiringFee, retailAmount: order.finishedPrice };
};

/** Amounts by kind of row. */
const MAKERS: Readonly<Record<number, Maker>> = {
  [ENTRY.sale]: trade,
  [ENTRY.refund]: trade,
  [ENTRY.saleDelivery]: delivery,
  [ENTRY.cancelDelivery]: delivery,
  [ENTRY.refundDelivery]: wayBack,
  [ENTRY.cancelReturn]: wayBack,
  [ENTRY.penalty]: (_world, _ledger, _order, word) => ({ penalty: 10_000 + (word % 30_000) }),
  [ENTRY.acceptance]: (_world, _ledger, _movement, word) => ({ acceptance: 1000 + (word % 20_000) }),
  [ENTRY.storage]: (_world, ledger, day) => ({ storage: (ledger.stored[day] ?? 0) * STORAGE_A_DAY }),
  [ENTRY.deduction]: (_world, _ledger, _day, word) => ({ deduction: 100_000 + (word % 900) * 1000 }),
};

/** Prices one row of the ledger. */
export function entryMoney(world: World, ledger: Ledger, row: number): EntryMoney {
  const subject = ledger.subjects[row] ?? 0;
  const kind = ledger.kinds[row] ?? 0;
  return { ...NOTHING, ...MAKERS[kind]?.(world, ledger, subject, hash32(world.seed, subject, 110 + kind)) };
}

/** An amount as the finance methods write it: a text, dot before kopecks, no trailing zeros. */
export function amountText(kopecks: number): string {
  return String(kopecks / 100);
}
