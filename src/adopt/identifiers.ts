import pg from 'pg';

/** What is worked with while a database is adopted; it goes with the end. */
export const WORK = 'adoption';
/** Tables as the first migrations make them, until they take their places. */
export const MODEL = 'adoption_model';
/** What lets the programs of version 1 go on, as long as they do. */
export const BRIDGE = 'legacy';
/** The role that those sign in as. */
export const LEGACY_ROLE = 'stocktracker';

export const quoted = (name: string): string => pg.escapeIdentifier(name);
export const literal = (text: string): string => pg.escapeLiteral(text);
export const listed = (texts: readonly string[]): string => texts.map(literal).join(', ');
