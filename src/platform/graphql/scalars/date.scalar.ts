import { isCalendarDay } from './calendar.js';
import { strictScalar } from './strict-scalar.js';

/**
 * A day stays a string inside too: a JavaScript Date is an instant, and turning a day into one invites the zone of
 * the server to move it. So a Date is refused here in both directions.
 */
function parseDate(value: unknown): string | undefined {
  const match = typeof value === 'string' ? /^(\d{4})-(\d{2})-(\d{2})$/.exec(value) : null;
  if (match === null) return undefined;
  return isCalendarDay(Number(match[1]), Number(match[2]), Number(match[3])) ? match[0] : undefined;
}

export const DateScalar = strictScalar<string, string>({
  name: 'Date',
  description: 'Calendar day YYYY-MM-DD in Europe/Moscow, the business day of the marketplace',
  expectation: 'a calendar day YYYY-MM-DD that exists, such as "2026-11-22"',
  parse: parseDate,
  serialize: parseDate,
});
