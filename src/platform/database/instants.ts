import pg from 'pg';

const { TIMESTAMPTZ } = pg.types.builtins;

/** As PostgreSQL writes an instant of our era when the time zone is UTC: 2026-11-20 09:00:00.123456+00 */
const IN_UTC = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?\+00$/;

/** The library's own, for other zones, infinity and years of five digits. */
const parseAny = pg.types.getTypeParser(TIMESTAMPTZ) as (text: string) => Date;

/** Every row of a list has some: the engine's own parser takes a fifth of the time that the library's takes. */
export function parseInstant(text: string): Date {
  return IN_UTC.test(text) ? new Date(`${text.slice(0, 10)}T${text.slice(11, -3)}Z`) : parseAny(text);
}

/** For the pools: how values that come as text are read. */
export const TYPES = new pg.TypeOverrides();
TYPES.setTypeParser(TIMESTAMPTZ, parseInstant);
