import { MODEL } from '../identifiers.js';
import type { Link } from '../link.js';

export interface ColumnShape {
  readonly name: string;
  readonly type: string;
  readonly notNull: boolean;
  readonly default: string | null;
}

/** A constraint, or an index that belongs to none. */
export interface Rule {
  readonly name: string;
  /** As pg_constraint has it, n: not null; i: an index. */
  readonly kind: 'p' | 'u' | 'f' | 'c' | 'n' | 'i';
  readonly text: string;
}

export interface TableShape {
  readonly columns: readonly ColumnShape[];
  readonly rules: readonly Rule[];
}

/** What a table is like; the names of the model's own schema are left out, so that two schemas can be compared. */
export async function shapeOfTable(link: Link, schema: string, table: string): Promise<TableShape> {
  const of = `${schema}.${table}`;
  return {
    columns: (await link.rows<ColumnShape>(COLUMNS, [of])).map((column) => ({
      ...column,
      type: withoutModel(column.type),
      default: column.default === null ? null : withoutModel(column.default),
    })),
    rules: (await link.rows<Rule>(RULES, [of])).map((rule) => ({ ...rule, text: withoutModel(rule.text) })),
  };
}

const withoutModel = (text: string): string => text.replaceAll(`${MODEL}.`, '');

const COLUMNS = `
  SELECT a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull AS "notNull",
    pg_get_expr(d.adbin, d.adrelid) AS default
  FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  WHERE a.attrelid = $1::regclass AND a.attnum > 0 AND NOT a.attisdropped
  ORDER BY a.attnum`;

/** Of an index the text begins behind its name and table: those are told apart. */
const RULES = `
  SELECT conname AS name, contype::text AS kind, pg_get_constraintdef(oid) AS text
  FROM pg_constraint WHERE conrelid = $1::regclass AND contype IN ('p', 'u', 'f', 'c', 'n')
  UNION ALL
  SELECT c.relname, 'i', CASE WHEN i.indisunique THEN 'UNIQUE ' ELSE '' END
    || regexp_replace(pg_get_indexdef(i.indexrelid), '^CREATE (UNIQUE )?INDEX .*? ON (ONLY )?\\S+ ', '')
  FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
  WHERE i.indrelid = $1::regclass AND NOT EXISTS (
    SELECT FROM pg_constraint WHERE conindid = i.indexrelid AND conrelid = i.indrelid)
  ORDER BY kind, name`;
