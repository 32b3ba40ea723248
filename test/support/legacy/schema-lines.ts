import type { TestDatabase } from '../database.js';

/**
 * All that a dump of the schema would say, a line each: relations with owners, rights, options and row-level security,
 * columns in their order, defaults, constraints, indexes, policies, partitions, views, types, functions, triggers,
 * sequences, extensions, casts.
 */
export async function schemaLines(database: Pick<TestDatabase, 'query'>): Promise<string[]> {
  const rows = await database.query<{ line: string }>(SCHEMA);
  return rows.map(({ line }) => line).sort();
}

const ACL = (acl: string): string =>
  `coalesce((SELECT string_agg(a::text, ' ' ORDER BY a::text) FROM unnest(${acl}) AS a), '-')`;

const OURS = `n.nspname IN ('public', 'legacy', 'adoption', 'adoption_model', 'pgboss')`;
/** What an extension has brought is told by the extension's name. */
const BROUGHT = (catalog: string, oid: string): string =>
  `EXISTS (SELECT FROM pg_depend d WHERE d.classid = '${catalog}'::regclass AND d.objid = ${oid} AND d.deptype = 'e')`;

const SCHEMA = `
  SELECT concat_ws(' ', 'relation', n.nspname, c.relname, c.relkind, c.relpersistence, pg_get_userbyid(c.relowner), ${ACL('c.relacl')},
    array_to_string(c.reloptions, ','), CASE WHEN c.relrowsecurity THEN 'secured' END, CASE WHEN c.relforcerowsecurity THEN 'forced' END,
    pg_get_partkeydef(c.oid), pg_get_expr(c.relpartbound, c.oid)) AS line
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE ${OURS} AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'i', 'I') AND NOT ${BROUGHT('pg_class', 'c.oid')}
  UNION ALL
  SELECT concat_ws(' ', 'column', n.nspname, c.relname,
    row_number() OVER (PARTITION BY c.oid ORDER BY a.attnum), a.attname, format_type(a.atttypid, a.atttypmod),
    CASE WHEN a.attnotnull THEN 'NOT NULL' END, a.attgenerated, a.attidentity, pg_get_expr(d.adbin, d.adrelid),
    a.attcollation::regcollation, a.attstorage, ${ACL('a.attacl')})
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  WHERE ${OURS} AND c.relkind IN ('r', 'p', 'v', 'm') AND a.attnum > 0 AND NOT a.attisdropped AND NOT ${BROUGHT('pg_class', 'c.oid')}
  UNION ALL
  SELECT concat_ws(' ', 'constraint', n.nspname, k.conrelid::regclass, k.conname, pg_get_constraintdef(k.oid),
    CASE WHEN NOT k.convalidated THEN 'NOT VALID' END)
  FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace WHERE ${OURS} AND k.conrelid <> 0
  UNION ALL
  SELECT concat_ws(' ', 'index', n.nspname, i.indrelid::regclass, pg_get_indexdef(i.indexrelid), i.indisvalid, i.indisprimary,
    (SELECT inhparent::regclass FROM pg_inherits WHERE inhrelid = i.indexrelid))
  FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE ${OURS}
  UNION ALL
  SELECT concat_ws(' ', 'policy', schemaname, tablename, policyname, permissive, array_to_string(roles, ','), cmd, qual, with_check)
  FROM pg_policies
  UNION ALL
  SELECT concat_ws(' ', 'view', n.nspname, c.relname, pg_get_viewdef(c.oid))
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE ${OURS} AND c.relkind IN ('v', 'm') AND NOT ${BROUGHT('pg_class', 'c.oid')}
  UNION ALL
  SELECT concat_ws(' ', 'type', n.nspname, t.typname, pg_get_userbyid(t.typowner), ${ACL('t.typacl')},
    (SELECT string_agg(e.enumlabel, ',' ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid))
  FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
  WHERE ${OURS} AND t.typtype IN ('e', 'd') AND NOT ${BROUGHT('pg_type', 't.oid')}
  UNION ALL
  SELECT concat_ws(' ', 'function', pg_get_userbyid(p.proowner), ${ACL('p.proacl')}, pg_get_functiondef(p.oid))
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
  WHERE ${OURS} AND p.prokind IN ('f', 'p') AND NOT ${BROUGHT('pg_proc', 'p.oid')}
  UNION ALL
  SELECT concat_ws(' ', 'trigger', pg_get_triggerdef(g.oid)) FROM pg_trigger g WHERE NOT g.tgisinternal
  UNION ALL
  SELECT concat_ws(' ', 'sequence', schemaname, sequencename, data_type, start_value, increment_by) FROM pg_sequences
  UNION ALL
  SELECT concat_ws(' ', 'extension', e.extname, n.nspname) FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
  UNION ALL
  SELECT concat_ws(' ', 'cast', castsource::regtype, casttarget::regtype, castcontext) FROM pg_cast WHERE oid >= 16384
    AND NOT ${BROUGHT('pg_cast', 'pg_cast.oid')}
  UNION ALL
  SELECT concat_ws(' ', 'schema', n.nspname, pg_get_userbyid(n.nspowner), ${ACL('n.nspacl')}) FROM pg_namespace n
  WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  UNION ALL
  SELECT concat_ws(' ', 'default rights', pg_get_userbyid(defaclrole), defaclobjtype, ${ACL('defaclacl')}) FROM pg_default_acl
`;
