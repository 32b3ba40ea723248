import { addDays } from '../../../platform/context/index.js';
import type { ExplainedFacts } from './explained-facts.js';
import type { ProductFigure } from './formulas.js';
import { DEFAULT_LEAD_TIME_DAYS } from './reorder.js';
import { BUYOUT_DAYS, CONFIDENT_IN_STOCK_DAYS, MIN_IN_STOCK_DAYS } from './rules.js';

type Inputs = Readonly<Record<string, unknown>>;

const windowOf = ({ from, until }: ExplainedFacts): Inputs => ({ from, until });
const paceOf = ({ demand, inStockDays }: ExplainedFacts): Inputs => ({ sold: demand, inStockDays });
const lossOf = (facts: ExplainedFacts): Inputs => ({ ...paceOf(facts), knownDays: facts.knownDays });

/** Without a word from the seller a lead time is taken for granted, which has to be told. */
const leadOf = ({ leadTimeDays }: ExplainedFacts): Inputs =>
  leadTimeDays === null
    ? { leadTimeDays: DEFAULT_LEAD_TIME_DAYS, leadTimeIsDefault: true }
    : { leadTimeDays };

/** What of the facts went into which figure. */
export const INPUTS: Readonly<Record<ProductFigure, (facts: ExplainedFacts) => Inputs>> = {
  sold30Days: (facts) => ({ ...windowOf(facts), soldByDay: facts.soldByDay }),
  returned30Days: (facts) => ({ ...windowOf(facts), returnedByDay: facts.returnedByDay }),
  revenue30Days: (facts) => ({
    ...windowOf(facts),
    soldRevenueByDay: facts.soldRevenueByDay,
    returnedRevenueByDay: facts.returnedRevenueByDay,
    missing: { priceOfSales: facts.priceMissing },
  }),
  profit30Days: (facts) => ({
    ...windowOf(facts),
    netAmount: knownOf(facts.netAmount, facts.netMissing),
    cost: knownOf(facts.cost, facts.costMissing),
    missing: { netAmountOfSales: facts.netMissing, unitCostOfDays: facts.costMissing },
  }),
  velocity: (facts) => ({
    ...windowOf(facts),
    ...paceOf(facts),
    ...(isWeak(facts) && { lowConfidence: true }),
  }),
  daysOfCover: (facts) => ({ ...windowOf(facts), ...paceOf(facts), stockNow: facts.stockNow }),
  turnoverDays: (facts) => ({
    ...windowOf(facts),
    sold: facts.demand,
    unitDays: facts.unitDays,
    stock: facts.stock,
  }),
  daysOutOfStock: (facts) => ({ ...windowOf(facts), stock: facts.stock }),
  lostUnits: (facts) => ({ ...windowOf(facts), ...lossOf(facts) }),
  lostRevenue: (facts) => ({
    ...windowOf(facts),
    ...lossOf(facts),
    soldPriced: facts.sold - facts.unpriced,
    soldRevenue: facts.soldRevenue,
  }),
  buyoutRate: ({ from, until, settledSold, settledReturned }) => ({
    from,
    until: addDays(until, 1 - BUYOUT_DAYS),
    sold: settledSold,
    returned: settledReturned,
  }),
  abcClass: ({ revenue, revenueBefore, revenueOfAll }) => ({ revenue, revenueBefore, revenueOfAll }),
  xyzClass: ({ weeksFrom, weeksUntil, weeks }) => ({ from: weeksFrom, until: weeksUntil, weeks }),
  reorderPoint: (facts) => ({
    ...windowOf(facts),
    ...paceOf(facts),
    ...leadOf(facts),
    stockedDays: facts.stockedDays,
    soldOnStockedDays: facts.stockedSold,
    sumOfSquares: facts.squares,
  }),
  reorderQuantity: (facts) => ({
    ...windowOf(facts),
    ...paceOf(facts),
    ...leadOf(facts),
    reorderPoint: facts.reorderPoint,
    stockNow: facts.stockNow,
    // orders to suppliers are not kept here
    inbound: 0,
  }),
  stockoutDate: (facts) => ({ today: facts.until, ...paceOf(facts), stockNow: facts.stockNow }),
  risk: (facts) => ({
    ...windowOf(facts),
    ...paceOf(facts),
    ...leadOf(facts),
    stockNow: facts.stockNow,
    reorderPoint: facts.reorderPoint,
  }),
};

/** Of a sum from which something is missing: what is there, if anything. */
function knownOf(sum: string, missing: number): string | null {
  return missing > 0 && Number(sum) === 0 ? null : sum;
}

function isWeak({ inStockDays }: ExplainedFacts): boolean {
  const days = Number(inStockDays);
  return days >= MIN_IN_STOCK_DAYS && days < CONFIDENT_IN_STOCK_DAYS;
}
