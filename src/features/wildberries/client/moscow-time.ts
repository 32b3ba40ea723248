const TEXT =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(?: ?(Z|[+-]\d{2}:?\d{2}))?)?$/;
const MOSCOW_OFFSET_MS = 3 * 3_600_000;

export interface WbTime {
  readonly at: Date;
  /** Calendar day in Moscow, YYYY-MM-DD. */
  readonly day: string;
}

/**
 * Reads a time of the statistics API: without a zone it is Moscow time, which is UTC+3 the whole year. Digits beyond
 * milliseconds are dropped from the instant (keep the text where it serves as a cursor).
 *
 * @returns null when the text is no existing date and time.
 */
export function readTime(text: string): WbTime | null {
  const match = TEXT.exec(text);
  if (!match) return null;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone] = match;
  const millis = Number(fraction.slice(0, 3).padEnd(3, '0'));
  const wall = Date.UTC(
    0,
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
    millis,
  );
  // Date.UTC takes years 0 to 99 for 1900 to 1999, so the year is set apart.
  const date = new Date(wall);
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  const exists =
    date.getUTCMonth() + 1 === Number(month) &&
    date.getUTCDate() === Number(day) &&
    Number(hour) < 24 &&
    Number(minute) < 60 &&
    Number(second) < 60;
  if (!exists) return null;
  const at = new Date(date.getTime() - offsetMs(zone));
  return { at, day: zone === undefined ? text.slice(0, 10) : moscowText(at).slice(0, 10) };
}

/** An instant as the statistics API takes it in `dateFrom`: Moscow wall time without a zone. */
export function moscowText(at: Date): string {
  return new Date(at.getTime() + MOSCOW_OFFSET_MS).toISOString().slice(0, 19);
}

function offsetMs(zone: string | undefined): number {
  if (zone === undefined) return MOSCOW_OFFSET_MS;
  if (zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}
