import fc from 'fast-check';
import { WINDOW_DAYS } from '../../src/features/analytics/domain/rules.js';
import { addDays, startOfBusinessDay } from '../../src/platform/context/index.js';
import type { LivedSale, LivedSeller } from './lived-seller.js';

/** Goes back before the earliest week that figures look at, so that stock is carried into it. */
export const LIVED_DAYS = 100;
const WINDOW_BEGINS = LIVED_DAYS - WINDOW_DAYS;
const DAY_MICROS = 86_400_000_000n;

/** Up to today, which windows leave out; often at a window's ends. */
const ago = fc
  .oneof(
    fc.integer({ min: WINDOW_BEGINS - 8, max: LIVED_DAYS }),
    fc.integer({ min: 0, max: LIVED_DAYS }),
    fc.constantFrom(
      0,
      WINDOW_BEGINS - 1,
      WINDOW_BEGINS,
      LIVED_DAYS - 14,
      LIVED_DAYS - 13,
      LIVED_DAYS - 1,
      LIVED_DAYS,
    ),
  )
  .map((index) => LIVED_DAYS - index);
const timeOfDay = fc.oneof(
  fc.constantFrom(0n, 1n, DAY_MICROS - 1n, DAY_MICROS / 2n),
  fc.bigInt({ min: 0n, max: DAY_MICROS - 1n }),
);
const product = fc.constantFrom(0, 1, 2, 3);
const warehouse = fc.constantFrom('North', 'South', 'East');
const amount = fc.integer({ min: 0, max: 999_99 });
/** A product that is in stock from the first day on, but for some days, and sells every week: more or less evenly. */
const steady = fc.record({
  product,
  least: fc.integer({ min: 1, max: 20 }),
  more: fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 14, maxLength: 14 }),
  quantity: fc.oneof(fc.integer({ min: 4, max: 40 }), fc.constantFrom(100, 1000)),
  without: fc.option(
    fc.record({ ago: fc.integer({ min: 1, max: 50 }), days: fc.integer({ min: 1, max: 20 }), timeOfDay }),
    { freq: 2 },
  ),
});
const record = fc.record({
  product,
  warehouse,
  quantity: fc.constantFrom(0, 0, 1, 2, 40),
  ago,
  timeOfDay,
});
const sale = fc.record({
  product: fc.option(product, { freq: 8 }),
  ago,
  kind: fc.constantFrom('SALE' as const, 'SALE' as const, 'SALE' as const, 'RETURN' as const),
  quantity: fc.integer({ min: 1, max: 30 }),
  // of which the marketplace has not told the price yet: 0
  price: fc.oneof({ weight: 4, arbitrary: amount }, { weight: 1, arbitrary: fc.constant(0) }),
  net: fc.option(amount),
  commission: fc.option(amount),
  warehouse: fc.option(warehouse),
});

/** What happens to a seller between two rollups. */
export const livedStep = fc.record({
  steady: fc.option(steady, { freq: 2 }),
  records: fc.array(record, { maxLength: 6 }),
  sales: fc.array(sale, { maxLength: 6 }),
  withdrawn: fc.option(fc.nat()),
});

type Valued<Made> = Made extends fc.Arbitrary<infer Value> ? Value : never;
type Step = Valued<typeof livedStep>;

export async function liveThrough(seller: LivedSeller, step: Step): Promise<void> {
  if (step.steady) await sellEvenly(seller, step.steady);
  for (const { product: index, warehouse: name, quantity, ago: days, timeOfDay: offset } of step.records)
    await seller.record(index, { warehouse: name, quantity, at: midnight(seller, days) + offset });
  for (const { ago: days, ...row } of step.sales)
    await seller.sell({ ...row, day: addDays(seller.today, -days) });
  if (step.withdrawn !== null) await seller.withdraw(step.withdrawn);
}

/** In microseconds. */
export function midnight(seller: LivedSeller, ago: number): bigint {
  return BigInt(startOfBusinessDay(addDays(seller.today, -ago)).getTime()) * 1000n;
}

/** What a sale is by default. */
export const ONE_SOLD = {
  product: 0,
  kind: 'SALE',
  quantity: 1,
  price: 100,
  net: 80,
  commission: 20,
  warehouse: null,
} as const satisfies Omit<LivedSale, 'day'>;

async function sellEvenly(
  seller: LivedSeller,
  { product: index, least, more, quantity, without }: Valued<typeof steady>,
): Promise<void> {
  const hold = (units: number, at: bigint): Promise<void> =>
    seller.record(index, { warehouse: 'West', quantity: units, at });
  await hold(quantity, midnight(seller, LIVED_DAYS));
  if (without) {
    await hold(0, midnight(seller, without.ago) + without.timeOfDay);
    await hold(quantity, midnight(seller, Math.max(0, without.ago - without.days)));
  }
  for (const [week, extra] of more.entries())
    await seller.sell({
      ...ONE_SOLD,
      ...{ product: index, price: 100_00, quantity: least + extra },
      day: addDays(seller.today, -7 * week - 1),
    });
}
