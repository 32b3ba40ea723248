/** How a value is told: a number, an amount with two decimals, or a decimal without zeros at its end. */
export type Kind = 'count' | 'amount' | 'decimal';

export interface Measure {
  /** Of a row of the source, to be added up. */
  readonly sql: string;
  readonly kind: Kind;
  /** Null of a row of which it is not known; a sum of nothing known is null rather than 0. */
  readonly mayBeUnknown?: boolean;
  /**
   * The measure that counts what is missing from this one. Rows of which all is missing add 0, like rows of which there is
   * nothing to add: when any is missing, 0 is no sum of what is known, and null is told.
   */
  readonly missing?: string;
  /** Of the whole only, not of each group. */
  readonly ofTotals?: boolean;
}

/** Follows from the sums of a group: neither kept nor added up itself. */
export interface Ratio {
  readonly sql: string;
  readonly kind: Kind;
}

/** What one metric type says: groups with sums, and the same over all of them. */
export interface Snapshot {
  /** Rows to add up, which have a `period` and what the rest names; may be left out of groups by a key that is null. */
  readonly source: string;
  /** Where no two rows of a period have the same keys: each is a group as it is. */
  readonly isGrouped?: boolean;
  /** By which rows are grouped; each with its type in PostgreSQL. */
  readonly keys: Readonly<Record<string, { readonly sql: string; readonly type: 'date' | 'text' | 'uuid' }>>;
  readonly measures: Readonly<Record<string, Measure>>;
  readonly ratios?: Readonly<Record<string, Ratio>>;
  /** Of the groups, over their keys and measures. */
  readonly order: string;
  /** Groups that say nothing stay out. */
  readonly where?: string;
  readonly limit?: number;
}

/** How a group `g`, of keys and sums, and the totals `t`, of sums, stand in the data of a period. */
export interface Form {
  readonly group: string;
  readonly totals: string;
}

/** To be added up with those of other sellers: exact, for a sum of what was rounded is another one. */
export function kept(snapshot: Snapshot): Form {
  return formOf(snapshot, (ofTotals) => measuresOf(snapshot, ofTotals).map(([name]) => [name, quoted(name)]));
}

/** Rounded, with what follows from the sums. */
export function told(snapshot: Snapshot): Form {
  const ratios = Object.entries(snapshot.ratios ?? {}).map(([name, { sql, kind }]) => [
    name,
    shown(sql, kind),
  ]);
  return formOf(snapshot, (ofTotals) => [
    ...measuresOf(snapshot, ofTotals).map(([name, measure]) => [
      name,
      shown(knownOf(name, measure), measure.kind),
    ]),
    ...ratios,
  ]);
}

/** Those of the whole, or of each group. */
export function measuresOf({ measures }: Snapshot, ofTotals: boolean): [string, Measure][] {
  return Object.entries(measures).filter(([, measure]) => ofTotals || measure.ofTotals !== true);
}

function formOf({ keys }: Snapshot, valuesOf: (ofTotals: boolean) => string[][]): Form {
  const object = (values: string[][]): string =>
    `jsonb_build_object(${values.map(([name = '', sql = '']) => `'${name}', ${sql}`).join(', ')})`;
  return {
    group: object([...Object.keys(keys).map((name) => [name, quoted(name)]), ...valuesOf(false)]),
    totals: object(valuesOf(true)),
  };
}

/** Sums by group, and their sums: of nothing they are 0, of nothing that is known they are null. */
export function summed(
  { keys, measures, source, isGrouped }: Snapshot,
  groups: string,
): { readonly groups: string; readonly totals: string } {
  const names = Object.entries(keys).map(([name, { sql }]) => `${sql} AS ${quoted(name)}`);
  const sums = Object.entries(measures).map(
    ([name, measure]) =>
      `${isGrouped === true ? ofOne(measure) : sumOf(measure, measure.sql)} AS ${quoted(name)}`,
  );
  const positions = names.map((_, index) => index + 2).join(', ');
  const again = Object.entries(measures).map(
    ([name, measure]) => `${sumOf(measure, quoted(name))} AS ${quoted(name)}`,
  );
  return {
    groups: `SELECT period, ${[...names, ...sums].join(', ')} FROM ${source}${isGrouped === true ? '' : ` GROUP BY period, ${positions}`}`,
    totals: `SELECT p.period, ${again.join(', ')} FROM periods p LEFT JOIN ${groups} g USING (period) GROUP BY p.period`,
  };
}

export function sumOf({ mayBeUnknown }: Measure, sql: string): string {
  return mayBeUnknown === true ? `sum(${sql})` : `coalesce(sum(${sql}), 0)`;
}

/** The sum over a row alone. */
function ofOne({ mayBeUnknown, sql }: Measure): string {
  return mayBeUnknown === true ? sql : `coalesce(${sql}, 0)`;
}

export function quoted(name: string): string {
  return `"${name}"`;
}

function shown(sql: string, kind: Kind): string {
  return {
    count: sql,
    amount: `round(${sql}, 2)::text`,
    decimal: `trim_scale(round(${sql}, 10))::text`,
  }[kind];
}

function knownOf(name: string, { missing }: Measure): string {
  return missing === undefined
    ? quoted(name)
    : `CASE WHEN ${quoted(missing)} = 0 OR ${quoted(name)} <> 0 THEN ${quoted(name)} END`;
}
