/** Moscow has kept UTC+3 without daylight saving since 2014, so a fixed offset is exact for every date served. */
const OFFSET_MS = 3 * 3600 * 1000;
export const DAY_SECONDS = 86_400;
export const DAY_MS = DAY_SECONDS * 1000;

/** Milliseconds (Unix) of the Moscow midnight at or before `ms`. */
export function moscowMidnight(ms: number): number {
  return Math.floor((ms + OFFSET_MS) / DAY_MS) * DAY_MS - OFFSET_MS;
}

/** Day of the week in Moscow at `ms`: 0 Monday ... 6 Sunday. */
export function moscowWeekday(ms: number): number {
  return (Math.floor((ms + OFFSET_MS) / DAY_MS) + 3) % 7;
}

/** `YYYY-MM-DDTHH:MM:SS`, Moscow wall time without a zone, as the statistics methods write it. */
export function moscowDateTime(ms: number): string {
  return new Date(ms + OFFSET_MS).toISOString().slice(0, 19);
}

/** `YYYY-MM-DD`, the Moscow calendar day of `ms`. */
export function moscowDate(ms: number): string {
  return new Date(ms + OFFSET_MS).toISOString().slice(0, 10);
}

const RFC3339 = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}:\d{2})(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})?)?$/;

/**
 * Reads a date or a date with time; without a zone it is Moscow time, as the documents say.
 * Gives Unix milliseconds (may be fractional), or undefined if the text is not such a date.
 */
export function parseMoscow(text: string): number | undefined {
  const match = RFC3339.exec(text);
  if (!match) return undefined;
  const [, day, time = '00:00:00', fraction = '', zone = '+03:00'] = match;
  const seconds = Date.parse(`${day}T${time}${zone}`);
  return Number.isNaN(seconds) ? undefined : seconds + Number(`0${fraction}`) * 1000;
}

/** `YYYY-MM-DDTHH:MM:SS.ffffffZ` of Unix microseconds; trailing zeros of the fraction are dropped. */
export function utcMicros(micros: number): string {
  const seconds = Math.floor(micros / 1e6);
  const fraction = String(micros - seconds * 1e6)
    .padStart(6, '0')
    .replace(/0+$/, '');
  const whole = new Date(seconds * 1000).toISOString().slice(0, 19);
  return fraction === '' ? `${whole}Z` : `${whole}.${fraction}Z`;
}

/** Unix microseconds of an RFC3339 text with a zone (without one UTC is meant); undefined if it is none. */
export function parseUtcMicros(text: string): number | undefined {
  const match = RFC3339.exec(text);
  if (!match) return undefined;
  const [, day, time = '00:00:00', fraction = '', zone = 'Z'] = match;
  const ms = Date.parse(`${day}T${time}${zone}`);
  return Number.isNaN(ms) ? undefined : ms * 1000 + Math.floor(Number(`0${fraction}`) * 1e6 + 0.5);
}
