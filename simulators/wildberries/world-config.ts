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

/** Sizes no world can have, and what is wrong with them. */
const RULES: readonly (readonly [string, (config: WorldConfig) => boolean])[] = [
  ['cards, sales: not negative', (config) => config.cards >= 0 && config.sales >= 0],
  ['warehouses, days: at least 1', (config) => config.warehouses >= 1 && config.days >= 1],
  ['ownWarehouses: 0 to 2', (config) => config.ownWarehouses >= 0 && config.ownWarehouses <= 2],
  [
    'sizesPerCard: from 1 to 5, the lesser first',
    ({ sizesPerCard: [least, most] }) => least >= 1 && least <= most && most <= 5,
  ],
];

/** Fills what is missing from the defaults, leaves out what is no part of a world, and refuses impossible sizes. */
export function worldConfig(given: Partial<WorldConfig>): WorldConfig {
  const names = Object.keys(DEFAULT_WORLD) as (keyof WorldConfig)[];
  const chosen = names
    .filter((name) => given[name] !== undefined)
    .map((name) => [name, given[name]] as const);
  const config: WorldConfig = { ...DEFAULT_WORLD, ...(Object.fromEntries(chosen) as Partial<WorldConfig>) };
  for (const [rule, holds] of RULES) if (!holds(config)) throw new RangeError(`impossible world: ${rule}`);
  return config;
}
