import pg, { type FieldDef } from 'pg';
import { TYPES } from './instants.js';

type Parse = (text: string) => unknown;

/** Columns of a row as the server has sent them, in the order of the statement. */
export type RowTexts = readonly (string | null)[];
export type RowMaker = (texts: RowTexts) => Record<string, unknown>;

/** Hands out texts as they are. */
const AS_IT_IS = pg.types.getTypeParser(pg.types.builtins.TEXT) as unknown as Parse;

/** As many as our statements have lists of columns. */
const made = new Map<string, RowMaker>();

/**
 * Makes the rows of one statement. It is written out as an object literal, and compiled: put together property by
 * property, the rows of a page take six times as long. Into the text come the column names of our own statements alone,
 * quoted.
 */
export function rowMaker(fields: readonly FieldDef[]): RowMaker {
  const columns = JSON.stringify(fields.map(({ name, dataTypeID }) => [name, dataTypeID]));
  let maker = made.get(columns);
  if (!maker) made.set(columns, (maker = compile(fields)));
  return maker;
}

function compile(fields: readonly FieldDef[]): RowMaker {
  const parsers = fields.map(({ dataTypeID }) => TYPES.getTypeParser(dataTypeID, 'text') as unknown as Parse);
  const properties = fields.map(({ name }, index) => {
    const text = `texts[${index}]`;
    const value = parsers[index] === AS_IT_IS ? text : `${text} === null ? null : parsers[${index}](${text})`;
    return `[${JSON.stringify(name)}]: ${value}`;
  });
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  const make = new Function('parsers', `return (texts) => ({ ${properties.join(', ')} });`) as (
    parsers: readonly Parse[],
  ) => RowMaker;
  return make(parsers);
}
