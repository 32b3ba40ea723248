import { isCalendarDay } from './calendar.js';
import { strictScalar } from './strict-scalar.js';

/** RFC 3339 section 5.6 `date-time`. */
const RFC_3339 =
  /^(\d{4})-(\d{2})-(\d{2})[Tt]([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:\.(\d+))?(?:[Zz]|([+-])([01]\d|2[0-3]):([0-5]\d))$/;

const FIRST_INSTANT = Date.parse('0001-01-01T00:00:00.000Z');
const LAST_INSTANT = Date.parse('9999-12-31T23:59:59.999Z');

/**
 * Reads an RFC 3339 date-time; undefined for everything else.
 *
 * Lower-case `t` and `z` are accepted, as section 5.6 allows; a space in place of `T` is not. 24:00 does not exist in
 * RFC 3339. A leap second (:60) is refused, because neither Date nor PostgreSQL can hold it. Fractions finer than a
 * millisecond are cut off, never rounded up into the next second.
 */
function parseDateTime(value: unknown): Date | undefined {
  const match = typeof value === 'string' ? RFC_3339.exec(value) : null;
  if (match === null) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as Six;
  if (!isCalendarDay(year, month, day)) return undefined;

  const milliseconds = Number((match[7] ?? '').slice(0, 3).padEnd(3, '0'));
  const offsetSign = match[8] === '-' ? -1 : 1;
  const offsetMinutes = offsetSign * (Number(match[9] ?? 0) * 60 + Number(match[10] ?? 0));

  // Date.UTC would take the years 0 to 99 for 1900 to 1999; setUTCFullYear takes them as they are.
  const instant = new Date(0);
  instant.setUTCFullYear(year, month - 1, day);
  instant.setUTCHours(hour, minute - offsetMinutes, second, milliseconds);
  return isInRange(instant) ? instant : undefined;
}

type Six = [number, number, number, number, number, number];

/** An offset can carry the first or the last day out of the four-digit years; the answer could then not be printed. */
function isInRange(instant: Date): boolean {
  return instant.getTime() >= FIRST_INSTANT && instant.getTime() <= LAST_INSTANT;
}

/** SQL that builds JSON hands out instants as RFC 3339 strings; they are normalised like any other. */
function serializeDateTime(value: unknown): string | undefined {
  const instant = value instanceof Date ? value : parseDateTime(value);
  return instant !== undefined && isInRange(instant) ? instant.toISOString() : undefined;
}

export const DateTimeScalar = strictScalar<Date, string>({
  name: 'DateTime',
  description: 'Instant, ISO 8601 in UTC with milliseconds',
  expectation: 'an RFC 3339 date-time with a zone, such as "2026-11-22T09:30:00.000Z"',
  parse: parseDateTime,
  serialize: serializeDateTime,
});
