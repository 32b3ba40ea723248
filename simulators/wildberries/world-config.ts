/** What one seller's world is made of. Equal configs give equal worlds, whatever the machine or the day. */
export interface WorldConfig {
  /** Any 32-bit integer; the seller's id is mixed in. */
  readonly seed: number;
  /** Product cards. */
  readonly cards: number;
  /** Warehouses of the marketplace. */
  readonly warehouses: number;
  /** Warehouses of the seller (FBS), 0 to 2. */
  readonly ownWarehouses: number;
  /** Days of history before the first simulated "now". */
  readonly days: number;
  /** About how many sale rows (S) those days hold. */
  readonly sales: number;
  /** Least and most sizes of a card. */
  readonly sizesPerCard: readonly [number, number];
  /** Share of orders the buyer cancels or refuses. */
  readonly cancelShare: number;
  /** Share of sales that come back. */
  readonly returnShare: number;
  /** Share of sale rows that appear days after their `date`. */
  readonly lateSaleShare: number;
  /** Share of fresh sale rows whose money fields stay 0 for the first 12 to 24 hours. */
  readonly lateMoneyShare: number;
  /** Sign of the money in R rows of supplier/sales; the documents do not say, their examples are positive. */
  readonly returnMoneySign: 1 | -1;
  /** Days after the order for which supplier/orders and supplier/sales keep its rows. */
  readonly retentionDays: number;
}

export const DEFAULT_WORLD: WorldConfig = {
  seed: 1,
  cards: 200,
  warehouses: 5,
  ownWarehouses: 1,
  days: 90,
  sales: 4000,
  sizesPerCard: [1, 3],
  cancelShare: 0.12,
  returnShare: 0.06,
  lateSaleShare: 0.05,
  lateMoneyShare: 1,
  returnMoneySign: 1,
  retentionDays: 90,
};

/** Fills what is missing from the defaults and refuses sizes no world can have. */
export function worldConfig(given: Partial<WorldConfig>): WorldConfig {
  const config: WorldConfig = {
    seed: given.seed ?? DEFAULT_WORLD.seed,
    cards: given.cards ?? DEFAULT_WORLD.cards,
    warehouses: given.warehouses ?? DEFAULT_WORLD.warehouses,
    ownWarehouses: given.ownWarehouses ?? DEFAULT_WORLD.ownWarehouses,
    days: given.days ?? DEFAULT_WORLD.days,
    sales: given.sales ?? DEFAULT_WORLD.sales,
    sizesPerCard: given.sizesPerCard ?? DEFAULT_WORLD.sizesPerCard,
    cancelShare: given.cancelShare ?? DEFAULT_WORLD.cancelShare,
    returnShare: given.returnShare ?? DEFAULT_WORLD.returnShare,
    lateSaleShare: given.lateSaleShare ?? DEFAULT_WORLD.lateSaleShare,
    lateMoneyShare: given.lateMoneyShare ?? DEFAULT_WORLD.lateMoneyShare,
    returnMoneySign: given.returnMoneySign ?? DEFAULT_WORLD.returnMoneySign,
    retentionDays: given.retentionDays ?? DEFAULT_WORLD.retentionDays,
  };
  const [least, most] = config.sizesPerCard;
  const valid =
    config.cards >= 0 &&
    config.warehouses >= 1 &&
    config.ownWarehouses >= 0 &&
    config.ownWarehouses <= 2 &&
    config.days >= 1 &&
    config.sales >= 0 &&
    least >= 1 &&
    most >= least &&
    most <= 5;
  if (!valid) throw new RangeError(`impossible world: ${JSON.stringify(config)}`);
  return config;
}
