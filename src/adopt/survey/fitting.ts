import { columnTypesOfBaseline } from '../../platform/database/baseline.js';
import type { Link } from '../link.js';
import type { Judged, Rule } from './rules.js';
import { BACKUP } from './version-one.js';

/** In which column of users a column of the first table has its place. */
const OF_BACKUP: Readonly<Record<string, string>> = {
  name: 'full_name', email: 'email', phone: 'phone', google_sheet_id: 'google_sheet_id',
}; // prettier-ignore

/**
 * Version 1's columns may be wider than those that take their values: people have widened some, and its programs differed.
 * What would be cut off, rounded or refused is told with its key. Where no column is wider no row is asked.
 */
export async function rulesOfTypes(link: Link, table: Judged): Promise<Rule[]> {
  const becomes = await columnTypesOfBaseline(table === BACKUP ? 'users' : table);
  const columns = await link.rows<{ name: string; type: string }>(COLUMNS, [table]);
  return columns.flatMap(({ name, type }) => {
    const place = table === BACKUP ? OF_BACKUP[name] : name;
    // hashed on its way, and then of one length
    if (place === undefined || (table === 'refresh_tokens' && name === 'token')) return [];
    return [textRule, integerRule, numericRule].flatMap((rule) => rule(name, type, becomes.get(place) ?? ''));
  });
}

/** None, or the one that tells which values of a column do not fit the type that it gets. */
type TypeRule = (column: string, type: string, becomes: string) => Rule[];

const textRule: TypeRule = (column, type, becomes) => {
  const [, longest] = /^varchar\((\d+)\)$/.exec(becomes) ?? [];
  if (longest === undefined) return [];
  const [, has] = /^character varying\((\d+)\)$/.exec(type) ?? [];
  if (has !== undefined && Number(has) <= Number(longest)) return [];
  return [
    { reason: `${column} is longer than ${longest} characters`, broken: `length(o.${column}) > ${longest}` },
  ];
};

const integerRule: TypeRule = (column, type, becomes) =>
  becomes === 'integer' && type === 'bigint'
    ? [
        {
          reason: `${column} is beyond 2147483647`,
          broken: `o.${column} NOT BETWEEN -2147483648 AND 2147483647`,
        },
      ]
    : [];

const numericRule: TypeRule = (column, type, becomes) => {
  const needed = numericOf(becomes);
  const has = numericOf(type);
  if (!needed || (has && has.whole <= needed.whole && has.decimals <= needed.decimals)) return [];
  return [
    {
      reason: `${column} has more than ${needed.whole} digits, or more than ${needed.decimals} behind the point`,
      broken: `abs(o.${column}) >= 1e${needed.whole} OR o.${column} <> round(o.${column}, ${needed.decimals})`,
    },
  ];
};

function numericOf(type: string): { readonly whole: number; readonly decimals: number } | null {
  const [, digits, decimals] = /^numeric\((\d+),(\d+)\)$/.exec(type) ?? [];
  if (digits === undefined || decimals === undefined) return null;
  return { whole: Number(digits) - Number(decimals), decimals: Number(decimals) };
}

const COLUMNS = `
  SELECT attname AS name, format_type(atttypid, atttypmod) AS type FROM pg_attribute
  WHERE attrelid = ('public.' || $1)::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum`;
