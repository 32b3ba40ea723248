const DAY_MS = 86_400_000;
/** Europe/Moscow has been UTC+3 without summer time since 2014-10-26. */
const STEADY_SINCE = Date.UTC(2014, 9, 25, 22);
const STEADY_OFFSET_MS = 3 * 3_600_000;
/** What was before, for records that somebody brings from then. */
const OFFSETS = new Intl.DateTimeFormat('en', { timeZone: 'Europe/Moscow', timeZoneName: 'longOffset' });

/** The calendar day in Europe/Moscow, YYYY-MM-DD. */
export function businessDay(instant: Date): string {
  return moscowTime(instant).toISOString().slice(0, 10);
}

/** What the clocks in Moscow show at an instant, as if they showed UTC: for what knows no time zones. */
export function moscowTime(instant: Date): Date {
  return new Date(instant.getTime() + offsetAt(instant.getTime()));
}

/** The instant at which a day begins in Europe/Moscow. */
export function startOfBusinessDay(day: string): Date {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  // clocks were put at night, hours after the day had begun
  return new Date(midnight - offsetAt(midnight - STEADY_OFFSET_MS));
}

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

function offsetAt(instant: number): number {
  if (!(instant < STEADY_SINCE)) return STEADY_OFFSET_MS;
  const name = OFFSETS.formatToParts(instant).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  // seconds only in the days of the tsars
  const [, hours = 3, minutes = 0, seconds = 0] = /^GMT\+(\d\d):(\d\d)(?::(\d\d))?$/.exec(name) ?? [];
  return ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
}
