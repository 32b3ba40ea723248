import pg from 'pg';

const { TIMESTAMPTZ } = pg.types.builtins;

/** The library's own, for other zones, infinity and years that have not four digits. */
const parseAny = pg.types.getTypeParser(TIMESTAMPTZ) as (text: string) => Date;

/** As PostgreSQL writes an instant of our era when the time zone is UTC: 2026-11-20 09:00:00.123456+00 */
const UTC = '+00';
const LENGTH = 'YYYY-MM-DD HH:MM:SS'.length;
const MARKS: readonly (readonly [mark: string, index: number])[] = [
  ['-', 4],
  ['-', 7],
  [' ', 10],
  [':', 13],
  [':', 16],
];
const ZERO = '0'.charCodeAt(0);

/**
 * Every row of a list has some, and digits are read in a tenth of the time that the library takes. What is smaller than
 * a millisecond is cut off, as Date does it.
 */
export function parseInstant(text: string): Date {
  if (!isInUtc(text)) return parseAny(text);
  const year = number(text, 0, 4);
  // of a year below 100 Date.UTC makes one of the twentieth century
  if (year < 100) return parseAny(text);
  return new Date(
    Date.UTC(
      year,
      number(text, 5, 7) - 1,
      number(text, 8, 10),
      number(text, 11, 13),
      number(text, 14, 16),
      number(text, 17, 19),
      milliseconds(text),
    ),
  );
}

function isInUtc(text: string): boolean {
  if (!text.endsWith(UTC)) return false;
  for (const [mark, index] of MARKS) if (text[index] !== mark) return false;
  const end = text.length - UTC.length;
  return end === LENGTH || (text[LENGTH] === '.' && end > LENGTH + 1);
}

function milliseconds(text: string): number {
  const digits = text.length - UTC.length - LENGTH - 1;
  if (digits < 1) return 0;
  const first = LENGTH + 1;
  const read = number(text, first, first + Math.min(digits, 3));
  return digits === 1 ? read * 100 : digits === 2 ? read * 10 : read;
}

function number(text: string, from: number, to: number): number {
  let value = 0;
  for (let index = from; index < to; index++) value = value * 10 + text.charCodeAt(index) - ZERO;
  return value;
}

/** For the pools: how values that come as text are read. */
export const TYPES = new pg.TypeOverrides();
TYPES.setTypeParser(TIMESTAMPTZ, parseInstant);
