import type { Catalogue } from './catalogue.js';
import { createRandom, type Random } from './random.js';
import { worldSecond, type World } from './world-state.js';

/** What was done by hand to one card. */
export interface CardChange {
  trashed: boolean;
  /** How often the card was touched; its title tells. */
  touches: number;
  /** Unix microseconds of the last touch. */
  updatedMicros: number;
}

/** Pieces found at a stocktaking: they lie on the shelf from then on, beside what the world itself does. */
export interface Adjustment {
  readonly at: number;
  readonly cell: number;
  readonly quantity: number;
}

/** Changes made through the control routes. The played world stays as it is; these are laid over it. */
export interface ManualChanges {
  readonly cards: Map<number, CardChange>;
  readonly adjustments: Adjustment[];
  /** Goes up with every change, so that cached views know they are stale. */
  revision: number;
}

export function noManualChanges(): ManualChanges {
  return { cards: new Map(), adjustments: [], revision: 0 };
}

function changeOf(changes: ManualChanges, card: number): CardChange {
  const known = changes.cards.get(card);
  if (known) return known;
  const fresh: CardChange = { trashed: false, touches: 0, updatedMicros: 0 };
  changes.cards.set(card, fresh);
  return fresh;
}

/** Moves a card to the trash or back; restored cards count as updated. */
export function setTrashed(changes: ManualChanges, card: number, trashed: boolean, nowMs: number): void {
  const change = changeOf(changes, card);
  change.trashed = trashed;
  if (!trashed) change.updatedMicros = Math.max(change.updatedMicros, nowMs * 1000);
  changes.revision += 1;
}

/** Changes the title of a card and moves its updatedAt to `nowMs` (a second touch in the same instant, 1 µs on). */
export function touchCard(changes: ManualChanges, card: number, nowMs: number): void {
  const change = changeOf(changes, card);
  change.touches += 1;
  change.updatedMicros = Math.max(nowMs * 1000, change.updatedMicros + 1);
  changes.revision += 1;
}

/** `count` different numbers below `size`, ascending. */
function choose(random: Random, size: number, count: number): number[] {
  const chosen: number[] = [];
  // Selection sampling (Knuth, algorithm S): one pass, no table of all rows.
  for (let row = 0; row < size && chosen.length < count; row += 1) {
    if (random() * (size - row) < count - chosen.length) chosen.push(row);
  }
  return chosen;
}

/** Touches exactly round(share x cards) cards; gives their number. */
export function touchShare(
  changes: ManualChanges,
  catalogue: Catalogue,
  share: number,
  nowMs: number,
): number {
  const random = createRandom(catalogue.seed, 900_000 + changes.revision);
  const chosen = choose(random, catalogue.cards, Math.round(share * catalogue.cards));
  for (const card of chosen) touchCard(changes, card, nowMs);
  return chosen.length;
}

/** Adds 1 to 5 pieces to exactly round(share x cells) of the cells the seller supplies; gives their number. */
export function adjustShare(changes: ManualChanges, world: World, share: number, nowMs: number): number {
  const random = createRandom(world.seed, 950_000 + changes.revision);
  const cells: number[] = [];
  world.shelves.supplied.forEach((used, cell) => {
    if (used === 1) cells.push(cell);
  });
  const chosen = choose(random, cells.length, Math.round(share * cells.length));
  const at = worldSecond(world, nowMs);
  for (const row of chosen) {
    changes.adjustments.push({ at, cell: cells[row] ?? 0, quantity: 1 + Math.floor(random() * 5) });
  }
  changes.revision += 1;
  return chosen.length;
}
