import type { ChangeLog } from './change-log.js';
import { createLedger, type Ledger } from './ledger.js';
import { noManualChanges, type ManualChanges } from './manual-changes.js';
import { orderChanges, saleChanges } from './order-changes.js';
import { hashText } from './random.js';
import { stockAt, type StockLevels } from './stock-levels.js';
import { DEFAULT_SID } from './tokens.js';
import { createWorld, ensureDays } from './world.js';
import type { WorldConfig } from './world-config.js';
import { worldSecond, type World } from './world-state.js';

/** One seller: a world, what was changed by hand, and views of it that are costly enough to be kept. */
export interface Seller {
  readonly sid: string;
  readonly world: World;
  readonly changes: ManualChanges;
  /** Plays the world up to `nowMs`. */
  ready(nowMs: number): void;
  orderLog(): ChangeLog;
  saleLog(): ChangeLog;
  ledger(): Ledger;
  stock(nowMs: number): StockLevels;
}

/** Keeps the last value made for a key. */
function remember<T>(): (key: string, make: () => T) => T {
  let last: { key: string; value: T } | undefined;
  return (key, make) => {
    if (last?.key !== key) last = { key, value: make() };
    return last.value;
  };
}

function createSeller(sid: string, config: WorldConfig, startMs: number): Seller {
  const world = createWorld(config, hashText(sid), startMs);
  const changes = noManualChanges();
  const orders = remember<ChangeLog>();
  const sales = remember<ChangeLog>();
  const stocks = remember<StockLevels>();
  const ledgers = remember<Ledger>();
  return {
    sid,
    world,
    changes,
    ready: (nowMs) => ensureDays(world, nowMs),
    orderLog: () => orders(String(world.days), () => orderChanges(world)),
    saleLog: () => sales(String(world.days), () => saleChanges(world)),
    ledger: () => ledgers(String(world.days), () => createLedger(world)),
    stock: (nowMs) => {
      const second = worldSecond(world, nowMs);
      return stocks(`${second}/${changes.revision}`, () => stockAt(world, changes, second));
    },
  };
}

export interface SellerList {
  /** Gives a seller a world of their own; without it they get the default one. */
  register(sid: string, config?: Partial<WorldConfig>): void;
  /** The seller, played up to `nowMs`. */
  of(sid: string, nowMs: number): Seller;
}

/** Sellers known by id; worlds are made when first asked for. */
export function createSellerList(config: WorldConfig, startMs: number): SellerList {
  const configs = new Map<string, WorldConfig>([[DEFAULT_SID, config]]);
  const sellers = new Map<string, Seller>();
  return {
    register(sid, own) {
      if (own || !configs.has(sid)) configs.set(sid, { ...config, ...own });
    },
    of(sid, nowMs) {
      const known = configs.has(sid) ? sid : DEFAULT_SID;
      const seller = sellers.get(known) ?? createSeller(known, configs.get(known) ?? config, startMs);
      sellers.set(known, seller);
      seller.ready(nowMs);
      return seller;
    },
  };
}
