import type { Random } from './random.js';
import type { WorldConfig } from './world-config.js';
import { DAY_SECONDS } from './moscow-time.js';

/** What becomes of an order. Times are seconds after the start of the world; -1 where it never happens. */
export interface OrderFate {
  readonly cancelled: boolean;
  /** When the buyer takes the goods, or cancels. */
  readonly outcomeAt: number;
  /** When the buyer brings sold goods back. */
  readonly returnedAt: number;
  /** When cancelled or returned goods lie on the shelf again. */
  readonly restockedAt: number;
}

function days(random: Random, least: number, most: number): number {
  return Math.floor((least + (most - least) * random()) * DAY_SECONDS);
}

/** Draws the life of an order placed at `at` (seconds after the start of the world). */
export function drawFate(config: WorldConfig, random: Random, at: number): OrderFate {
  if (random() < config.cancelShare) {
    // A third of the buyers change their mind before dispatch: those goods never leave the shelf.
    const early = random() < 0.33;
    const outcomeAt = at + (early ? 300 + Math.floor(random() * 7200) : days(random, 1, 6));
    const restockedAt = early ? outcomeAt : outcomeAt + days(random, 1, 4);
    return { cancelled: true, outcomeAt, returnedAt: -1, restockedAt };
  }
  const outcomeAt = at + days(random, 1, 6);
  if (random() >= config.returnShare) return { cancelled: false, outcomeAt, returnedAt: -1, restockedAt: -1 };
  const returnedAt = outcomeAt + days(random, 0.2, 12);
  return { cancelled: false, outcomeAt, returnedAt, restockedAt: returnedAt + days(random, 1, 4) };
}
