import type pg from 'pg';

export interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Index Name'?: string;
  readonly 'Index Cond'?: string;
  /** Where it has been run. */
  readonly 'Actual Rows'?: number;
  readonly Plans?: readonly PlanNode[];
}

/** How PostgreSQL means to run a statement with these values; or, without any, with whatever values may come. */
export async function planOf(
  client: pg.Client,
  text: string,
  values: readonly unknown[] | null,
): Promise<PlanNode[]> {
  const explain = values === null ? 'EXPLAIN (FORMAT JSON, GENERIC_PLAN)' : 'EXPLAIN (FORMAT JSON)';
  const { rows } = await client.query<{ 'QUERY PLAN': { Plan: PlanNode }[] }>(
    `${explain} ${text}`,
    values === null ? undefined : [...values],
  );
  return nodesOf(rows[0]!['QUERY PLAN'][0]!.Plan);
}

/** How it has run with them. */
export async function runOf(
  client: pg.Client,
  text: string,
  values: readonly unknown[],
): Promise<PlanNode[]> {
  const { rows } = await client.query<{ 'QUERY PLAN': { Plan: PlanNode }[] }>(
    `EXPLAIN (FORMAT JSON, ANALYZE, TIMING OFF) ${text}`,
    [...values],
  );
  return nodesOf(rows[0]!['QUERY PLAN'][0]!.Plan);
}

function nodesOf(node: PlanNode): PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(nodesOf)];
}
