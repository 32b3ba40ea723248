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

/** A product's warehouse, with what a batch tells of it. */
export interface Place {
  readonly productId: string;
  readonly warehouseName: string;
  readonly observations: readonly Observation[];
}

/** What is on record of a place. */
export interface Known {
  /** The last record. */
  readonly level: OnRecord | null;
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
export function entriesOf({ observations }: Place, { level, neighbours }: Known): Entries {
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
  return { entries, mended, clashes, newest: newestOf(entries, level) };
}

function newestOf(entries: readonly Entry[], level: OnRecord | null): Observation | null {
  const last = entries.at(-1)?.observation ?? null;
  return last && (level === null || instantOf(last) > level.at) ? last : null;
}

/** Observations and records in order of time; at one instant records first, and of these one to be mended. */
function lineOf(
  observations: readonly Observation[],
  level: OnRecord | null,
  neighbours: readonly Neighbour[],
): Point[] {
  const points: Point[] = observations.map((observation) => ({
    at: instantOf(observation),
    quantity: observation.quantity,
    observation,
    follows: null,
  }));
  if (level) points.push({ ...level, observation: null, follows: null });
  for (const neighbour of neighbours) points.push({ ...neighbour, observation: null });
  const rank = ({ observation, follows }: Point): number => (observation ? 2 : follows ? 0 : 1);
  return points.sort((one, other) => one.at - other.at || rank(one) - rank(other));
}
