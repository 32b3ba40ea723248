import { expectedVisibleText, FIRST_DAY, hasFewMonths, hasRightSize, isVisibleText } from './batch.js';
import type { RowErrors } from './row-errors.js';

/** As a client gives it. */
export interface GivenObservation {
  readonly productId: string;
  readonly warehouseName: string;
  readonly quantity: number;
  /** Null: now. */
  readonly recordedAt?: Date | null;
}

/** What a warehouse held at an instant. */
export interface Observation {
  /** Where it stands in the input. */
  readonly index: number;
  readonly productId: string;
  readonly warehouseName: string;
  readonly quantity: number;
  readonly recordedAt: Date;
}

export const MOST_PIECES = 2_147_483_647;
const LONGEST_NAME = 255;
const DAY_MS = 86_400_000;
const FIRST_INSTANT = Date.parse(FIRST_DAY);

/** Between which instants stock may be observed. */
export interface Period {
  readonly now: Date;
  /** Null: as far back as anything is taken. */
  readonly keptFrom: Date | null;
}

/**
 * The observations of a batch, each instant of a product's warehouse once and none ahead of now; what is wrong with the
 * others goes into the errors. One that is given twice alike is the same observation.
 */
export function observationsOf(
  given: readonly GivenObservation[],
  period: Period,
  errors: RowErrors,
): Observation[] {
  if (!hasRightSize(given, errors)) return [];
  const rows = given.map(({ productId, recordedAt, ...row }, index) => ({
    ...row,
    index,
    productId: productId.toLowerCase(),
    recordedAt: recordedAt ?? period.now,
  }));
  for (const row of rows) checkRow(row, period, errors);
  const distinct = byNow(distinctOf(rows, errors), period.now);
  hasFewMonths(daysOf(distinct), errors);
  return distinct;
}

/** Each day once. In UTC, at whose midnight months are cut. */
export function daysOf(observations: readonly Observation[]): string[] {
  const days = new Set(observations.map(({ recordedAt }) => Math.floor(recordedAt.getTime() / DAY_MS)));
  return Array.from(days, (day) => new Date(day * DAY_MS).toISOString().slice(0, 10));
}

function checkRow(row: Observation, { now, keptFrom }: Period, errors: RowErrors): void {
  const { index, warehouseName, quantity, recordedAt } = row;
  if (!isVisibleText(warehouseName, LONGEST_NAME)) {
    errors.add(index, 'warehouseName', expectedVisibleText('a name', LONGEST_NAME));
  }
  if (!Number.isInteger(quantity) || quantity < 0 || quantity > MOST_PIECES) {
    errors.add(index, 'quantity', `Expected 0 to ${MOST_PIECES} units.`);
  }
  if (recordedAt.getTime() > now.getTime() + DAY_MS) {
    errors.add(index, 'recordedAt', 'Expected a time not more than a day ahead.');
  } else if (recordedAt.getTime() < FIRST_INSTANT) {
    errors.add(index, 'recordedAt', `Expected a time not before ${FIRST_DAY}.`);
  } else if (keptFrom && recordedAt < keptFrom) {
    errors.add(
      index,
      'recordedAt',
      `Expected a time not before ${keptFrom.toISOString()}: no older history is kept.`,
    );
  }
}

/**
 * Nobody has seen what is to come: a time ahead is one of a clock, or a zone, that is wrong, and what was seen holds by
 * now. Of several that a place would hold by now the last one is meant.
 */
function byNow(rows: readonly Observation[], now: Date): Observation[] {
  const last = new Map<string, Observation>();
  for (const row of rows) {
    if (row.recordedAt < now) continue;
    const place = placeOf(row);
    const known = last.get(place);
    if (!known || known.recordedAt < row.recordedAt) last.set(place, row);
  }
  return rows.flatMap((row) => {
    if (row.recordedAt < now) return [row];
    return last.get(placeOf(row)) === row ? [{ ...row, recordedAt: now }] : [];
  });
}

const placeOf = ({ productId, warehouseName }: Observation): string => `${productId}\n${warehouseName}`;

function distinctOf(rows: readonly Observation[], errors: RowErrors): Observation[] {
  const first = new Map<string, Observation>();
  for (const row of rows) {
    const key = `${row.productId}\n${row.recordedAt.getTime()}\n${row.warehouseName}`;
    const known = first.get(key);
    if (!known) first.set(key, row);
    else if (known.quantity !== row.quantity) {
      errors.add(
        row.index,
        'quantity',
        `Rows ${known.index} and ${row.index} give different quantities for one product, warehouse and instant. Leave one of them out.`,
      );
    }
  }
  return [...first.values()];
}
