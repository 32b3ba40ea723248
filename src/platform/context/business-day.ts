const DAY_MS = 86_400_000;
/** Europe/Moscow has been UTC+3 without summer time since 2014-10-26; the marketplace's data begin later. */
const MOSCOW_OFFSET_MS = 3 * 3_600_000;

/** The calendar day in Europe/Moscow, YYYY-MM-DD. */
export function businessDay(instant: Date): string {
  return moscowTime(instant).toISOString().slice(0, 10);
}

/** What the clocks in Moscow show at an instant, as if they showed UTC: for what knows no time zones. */
export function moscowTime(instant: Date): Date {
  return new Date(instant.getTime() + MOSCOW_OFFSET_MS);
}

/** The instant at which a day begins in Europe/Moscow. */
export function startOfBusinessDay(day: string): Date {
  return new Date(Date.parse(`${day}T00:00:00Z`) - MOSCOW_OFFSET_MS);
}

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}
