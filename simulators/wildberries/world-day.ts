import { seasonOn, skuAt } from './demand.js';
import { DAY_MS, DAY_SECONDS } from './moscow-time.js';
import { drawFate } from './order-fate.js';
import { createRandom, poisson, type Random } from './random.js';
import { reorderPoint, supplySize, type Arrival } from './shelves.js';
import { MOVEMENT, type World } from './world-state.js';

/** Demand of the evening is about twice that of the night: the mean of two draws, shifted to later hours. */
function secondOfDay(random: Random): number {
  const mixed = random() < 0.7 ? 0.25 + ((random() + random()) / 2) * 0.75 : random();
  return Math.min(DAY_SECONDS - 1, Math.floor(mixed * DAY_SECONDS));
}

function expect(world: World, arrival: Arrival): void {
  const day = Math.floor(arrival.at / DAY_SECONDS);
  const list = world.shelves.arrivals.get(day);
  if (list) list.push(arrival);
  else world.shelves.arrivals.set(day, [arrival]);
}

function move(world: World, at: number, cell: number, quantity: number, kind: number): void {
  const { shelves, movements, places } = world;
  const sku = Math.floor(cell / places.length);
  shelves.level[cell] = (shelves.level[cell] ?? 0) + quantity;
  shelves.skuLevel[sku] = (shelves.skuLevel[sku] ?? 0) + quantity;
  movements.at.push(at);
  movements.cell.push(cell);
  movements.quantity.push(quantity);
  movements.kind.push(kind);
}

/** Sends a supply to every place of a size; it takes 3 to 12 days, so sizes ordered late stand empty meanwhile. */
function sendSupply(world: World, random: Random, sku: number, at: number): void {
  const { shelves, places, seed, demand } = world;
  const first = sku * places.length;
  const used: number[] = [];
  for (let i = 0; i < places.length; i += 1) if (shelves.supplied[first + i] === 1) used.push(first + i);
  const quantity = supplySize(seed, sku, demand.dailyRate[sku] ?? 0, used.length);
  const arrives = at + Math.floor((3 + random() * 9) * DAY_SECONDS);
  for (const cell of used) expect(world, { at: arrives, cell, quantity, kind: MOVEMENT.replenished });
  shelves.awaiting[sku] = 1;
}

function receive(world: World, arrival: Arrival): void {
  move(world, arrival.at, arrival.cell, arrival.quantity, arrival.kind);
  if (arrival.kind !== MOVEMENT.replenished) return;
  world.shelves.awaiting[Math.floor(arrival.cell / world.places.length)] = 0;
}

/** One buyer wants one piece: it is taken from some place that has it, or the sale is lost. */
function order(world: World, random: Random, sku: number, at: number): void {
  const { shelves, places, orders, seed, demand } = world;
  const left = shelves.skuLevel[sku] ?? 0;
  const first = sku * places.length;
  const preferred = Math.floor(random() * places.length);
  const fate = drawFate(world.config, random, at);
  if (left > 0) {
    let place = preferred;
    while ((shelves.level[first + place] ?? 0) <= 0) place = (place + 1) % places.length;
    move(world, at, first + place, -1, MOVEMENT.ordered);
    orders.sku.push(sku);
    orders.place.push(place);
    orders.at.push(at);
    orders.cancelled.push(fate.cancelled ? 1 : 0);
    orders.outcomeAt.push(fate.outcomeAt);
    orders.returnedAt.push(fate.returnedAt);
    orders.restockedAt.push(fate.restockedAt);
    if (fate.restockedAt >= 0) {
      const kind = fate.cancelled ? MOVEMENT.cancelled : MOVEMENT.returned;
      expect(world, { at: fate.restockedAt, cell: first + place, quantity: 1, kind });
    }
  }
  const now = shelves.skuLevel[sku] ?? 0;
  if (shelves.awaiting[sku] === 0 && now <= reorderPoint(seed, sku, demand.dailyRate[sku] ?? 0)) {
    sendSupply(world, random, sku, at);
  }
}

/**
 * Plays one day (0 is the first) of a world: orders and arrivals in the order of time. Each day has a random stream
 * of its own, so it does not matter in how many steps the world is grown.
 */
export function playDay(world: World, day: number): void {
  const random = createRandom(world.seed, 1000 + day);
  const start = day * DAY_SECONDS;
  const wishes = poisson(random, world.demand.total * seasonOn(world.startMs + day * DAY_MS));
  const times = new Int32Array(wishes);
  for (let i = 0; i < wishes; i += 1) times[i] = start + secondOfDay(random);
  times.sort();
  // An early cancellation can come back within the same day, so the list is read while it may still grow.
  const due = world.shelves.arrivals.get(day) ?? [];
  world.shelves.arrivals.set(day, due);
  due.sort((a, b) => a.at - b.at);
  const receiveUntil = (second: number): void => {
    while (due.length > 0 && (due[0]?.at ?? 0) <= second) {
      const next = due.shift();
      if (next) receive(world, next);
    }
  };
  for (const at of times) {
    receiveUntil(at);
    const before = due.length;
    order(world, random, skuAt(world.demand, random()), at);
    if (due.length > before) due.sort((a, b) => a.at - b.at);
  }
  receiveUntil(start + DAY_SECONDS);
  world.shelves.arrivals.delete(day);
}
