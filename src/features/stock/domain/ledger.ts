import type { Observation } from './observations.js';

/** A record of the ledger. Instants are microseconds since 1970: the database keeps them so, and a Date cuts them off. */
export interface OnRecord {
  readonly at: number;
  readonly quantity: number;
}

export interface Neighbour extends OnRecord {
  /** Of a record behind an observation, whose delta changes with it. */
  readonly follows: { readonly id: string; readonly recordedAt: string } | null;
}

/** The last record of a place. */
export interface Level extends OnRecord {
  /** When it was last observed to hold the same, in microseconds; null where it was not, since `at` or at all. */
  readonly confirmedAt: number | null;
}

/** A product's warehouse, with what a batch tells of it. */
export interface Place {
  readonly productId: string;
  readonly warehouseName: string;
  readonly observations: readonly Observation[];
}

/** What is on record of a place. */
export interface Known {
  readonly level: Level | null;
  /** The records on both sides of each observation from before the last one. */
  readonly neighbours: readonly Neighbour[];
}

export interface Entry {
  readonly observation: Observation;
  readonly delta: number;
}

export interface Mended {
  readonly id: string;
  readonly recordedAt: string;
  readonly delta: number;
}

/** What observations of a place come to. With clashes they are not to be written. */
export interface Entries {
  /** New records, in order of time. */
  readonly entries: readonly Entry[];
  /** Records whose delta may be another now. */
  readonly mended: readonly Mended[];
  /** Observations of whose instant there is another quantity on record. */
  readonly clashes: readonly Observation[];
  /** What the place holds from now on, where that is new. */
  readonly newest: Observation | null;
  /** What says last that it still holds that, of which nothing is recorded. */
  readonly confirming: Observation | null;
}

/** Of what is on record by itself, and in no batch. */
const NO_INDEX = -1;

/** Whether a client has given it in this batch. */
export function isGiven({ index }: Observation): boolean {
  return index !== NO_INDEX;
}

export function placesOf(observations: readonly Observation[]): Place[] {
  const places = new Map<string, Observation[]>();
  for (const observation of observations) {
    const key = `${observation.productId} ${observation.warehouseName}`;
    const known = places.get(key);
    if (known) known.push(observation);
    else places.set(key, [observation]);
  }
  return Array.from(places.values(), (own) => {
    const [{ productId, warehouseName }] = own as [Observation];
    return { productId, warehouseName, observations: own };
  });
}

export function instantOf({ recordedAt }: Observation): number {
  return recordedAt.getTime() * 1000;
}

/** Observations from before the last record of their place: where they belong only the history tells. */
export function lateOnes({ observations }: Place, level: OnRecord | null): Observation[] {
  return level === null ? [] : observations.filter((observation) => instantOf(observation) < level.at);
}

interface Point extends OnRecord {
  readonly observation: Observation | null;
  readonly follows: Neighbour['follows'];
}

/** Before the first record, which is written even when it is zero. */
const BEGINNING = { at: -Infinity, quantity: null };

/**
 * An observation equal to what comes before it is left out without moving anything behind it, so that one look back is
 * enough for all of them at once.
 */
export function entriesOf(place: Place, { level, neighbours }: Known): Entries {
  const observations = [...confirmationOf(place, level), ...place.observations];
  const entries: Entry[] = [];
  const mended: Mended[] = [];
  const clashes: Observation[] = [];
  let before: { readonly at: number; readonly quantity: number | null } = BEGINNING;
  for (const point of lineOf(observations, level, neighbours)) {
    const { observation, follows, at, quantity } = point;
    const isAgain = before.at === at;
    const isSame = before.quantity === quantity;
    const delta = quantity - (before.quantity ?? 0);
    // a record may be the neighbour of several observations: at its second coming it is the one before itself
    if (follows && !isAgain) mended.push({ ...follows, delta });
    else if (observation && isAgain && !isSame) clashes.push(observation);
    else if (observation && !isSame) entries.push({ observation, delta });
    before = point;
  }
  const newest = newestOf(entries, level);
  return { entries, mended, clashes, newest, confirming: confirmingOf(observations, newest, level) };
}

/**
 * That a level was confirmed, as an observation beside those of the batch: where one of these changes what was on hand
 * before it, it becomes a record.
 */
function confirmationOf({ productId, warehouseName }: Place, level: Level | null): Observation[] {
  if (level === null) return [];
  const { at, quantity, confirmedAt } = level;
  if (confirmedAt === null || confirmedAt <= at) return [];
  return [{ index: NO_INDEX, productId, warehouseName, quantity, recordedAt: new Date(confirmedAt / 1000) }];
}

/** The latest of those behind the last record: as they are no records, they say the same. */
function confirmingOf(
  observations: readonly Observation[],
  newest: Observation | null,
  level: Level | null,
): Observation | null {
  const lastAt = newest ? instantOf(newest) : (level?.at ?? -Infinity);
  return observations
    .filter((observation) => instantOf(observation) > lastAt)
    .reduce<Observation | null>(
      (latest, each) => (latest && instantOf(latest) >= instantOf(each) ? latest : each),
      null,
    );
}

function newestOf(entries: readonly Entry[], level: Level | null): Observation | null {
  const last = entries.at(-1)?.observation ?? null;
  return last && (level === null || instantOf(last) > level.at) ? last : null;
}

/** Observations and records in order of time; at one instant records first, and of these one to be mended. */
function lineOf(
  observations: readonly Observation[],
  level: Level | null,
  neighbours: readonly Neighbour[],
): Point[] {
  const points: Point[] = observations.map((observation) => ({
    at: instantOf(observation),
    quantity: observation.quantity,
    observation,
    follows: null,
  }));
  if (level) points.push({ at: level.at, quantity: level.quantity, observation: null, follows: null });
  for (const neighbour of neighbours) points.push({ ...neighbour, observation: null });
  const rank = ({ observation, follows }: Point): number => (observation ? 2 : follows ? 0 : 1);
  return points.sort((one, other) => one.at - other.at || rank(one) - rank(other));
}
