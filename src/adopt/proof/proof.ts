import { AdoptionError } from '../adoption-error.js';
import { quoted } from '../identifiers.js';
import type { Link } from '../link.js';
import { VERSION_ONE } from '../survey/version-one.js';

/** What becomes of a column's value where something holds of the row (o), and why. */
export interface Change {
  readonly when: string;
  readonly becomes: string;
  readonly why: string;
}

/** What is to become of a table: what its proof is made by, and what it is held to. */
export interface Plan {
  readonly table: string;
  /** Columns that are compared: all of version 1's, and people's own. */
  readonly columns: readonly string[];
  /** The rows as they were: a FROM clause with the table as o. */
  readonly from: string;
  /** Whether a row does not stay in the table. */
  readonly lost: string;
  readonly changes: Readonly<Partial<Record<string, readonly Change[]>>>;
  /** How a column is compared that is of another type afterwards. */
  readonly compared?: Readonly<Partial<Record<string, string>>>;
}

export interface ColumnProof {
  readonly column: string;
  /** Sums over the values of all rows, before and after. */
  readonly before: string;
  readonly after: string;
  readonly changed: readonly { readonly rows: number; readonly why: string }[];
}

export interface TableProof {
  readonly table: string;
  readonly before: number;
  readonly after: number;
  /** Rows that were put aside; and rows that came from elsewhere. */
  readonly lost: number;
  readonly added: number;
  readonly columns: readonly ColumnProof[];
}

/** Of a table before it is changed: what its columns add up to, and what they have to add up to when it is done. */
export interface Expected {
  readonly plan: Plan;
  readonly rows: number;
  readonly lost: number;
  readonly columns: readonly {
    readonly column: string;
    readonly before: string;
    readonly expected: string;
    readonly changed: ColumnProof['changed'];
  }[];
}

/**
 * The sum of a column is the exclusive or over a hash of each value, seeded with the row's id: it does not depend on the
 * order of the rows, and tells a value that has moved to another row.
 */
const sumOf = (value: string, filter = ''): string =>
  `coalesce(bit_xor(hash_record_extended(ROW(${value}), seed))${filter}, 0)::text`;

export async function expect(link: Link, plan: Plan): Promise<Expected> {
  const parts = plan.columns.flatMap((column, index) => {
    const value = comparedOf(plan, column, `o.${quoted(column)}`);
    const changes = plan.changes[column] ?? [];
    const becomes = changes.map(
      (change) => `WHEN ${change.when} THEN ${comparedOf(plan, column, `(${change.becomes})`)}`,
    );
    const expected = changes.length === 0 ? value : `CASE ${becomes.join(' ')} ELSE ${value} END`;
    return [
      `${sumOf(value)} AS before_${index}`,
      `${sumOf(expected, ` FILTER (WHERE NOT (${plan.lost}))`)} AS expected_${index}`,
      ...changes.map(
        ({ when }, n) => `count(*) FILTER (WHERE NOT (${plan.lost}) AND (${when})) AS changed_${index}_${n}`,
      ),
    ];
  });
  const row = await link.one<Record<string, string>>(`
    SELECT count(*) AS rows, count(*) FILTER (WHERE ${plan.lost}) AS lost, ${parts.join(', ')}
    FROM ${plan.from} CROSS JOIN LATERAL (SELECT uuid_hash_extended(o.id, 0) AS seed) AS seeded`);
  return {
    plan,
    rows: Number(row.rows),
    lost: Number(row.lost),
    columns: plan.columns.map((column, index) => ({
      column,
      before: row[`before_${index}`] ?? '',
      expected: row[`expected_${index}`] ?? '',
      changed: (plan.changes[column] ?? [])
        .map(({ why }, n) => ({ rows: Number(row[`changed_${index}_${n}`]), why }))
        .filter(({ rows }) => rows > 0),
    })),
  };
}

/**
 * Compares what a table has become with what was expected of it.
 * @param added which of its rows (n) came from elsewhere
 * @throws AdoptionError where a column differs by more than what was said of it: the step is taken back
 */
export async function prove(link: Link, expected: Expected, added = 'false'): Promise<TableProof> {
  const { plan } = expected;
  const sums = plan.columns.map(
    (column, index) =>
      `${sumOf(comparedOf(plan, column, `n.${quoted(column)}`), ' FILTER (WHERE NOT added)')} AS after_${index}`,
  );
  const row = await link.one<Record<string, string>>(`
    SELECT count(*) AS rows, count(*) FILTER (WHERE added) AS added, ${sums.join(', ')}
    FROM public.${plan.table} AS n CROSS JOIN LATERAL (SELECT uuid_hash_extended(n.id, 0) AS seed, ${added} AS added) AS seeded`);
  const [rows, more] = [Number(row.rows), Number(row.added)];
  if (rows - more !== expected.rows - expected.lost)
    throw new AdoptionError(
      `${plan.table}: ${rows - more} rows came out of ${expected.rows}, of which ${expected.lost} were to be put aside. Nothing of it was kept.`,
    );
  const columns = expected.columns.map((column, index) => ({
    ...column,
    after: row[`after_${index}`] ?? '',
  }));
  const wrong = columns.filter((column) => column.after !== column.expected).map(({ column }) => column);
  if (wrong.length > 0)
    throw new AdoptionError(
      `${plan.table}: ${wrong.join(', ')} did not come out as expected. Nothing of it was kept.`,
    );
  return {
    table: plan.table,
    before: expected.rows,
    after: rows,
    lost: expected.lost,
    added: more,
    columns: columns.map(({ column, before, after, changed }) => ({ column, before, after, changed })),
  };
}

function comparedOf({ table, compared }: Plan, column: string, value: string): string {
  const otherwise = isOfVersionOne(table, column) ? value : `${value}::text`;
  return compared?.[column]?.replaceAll('$', value) ?? otherwise;
}

/** People's own may be of a type that has no hash. */
function isOfVersionOne(table: string, column: string): boolean {
  return Object.entries(VERSION_ONE).some(([name, columns]) => name === table && column in columns);
}
