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
export function planOf(
  client: pg.Client,
  text: string,
  values: readonly unknown[] | null,
): Promise<PlanNode[]> {
  return explained(client, values === null ? 'GENERIC_PLAN' : 'GENERIC_PLAN off', text, values);
}

/** How it has run with them. */
export function runOf(client: pg.Client, text: string, values: readonly unknown[]): Promise<PlanNode[]> {
  return explained(client, 'ANALYZE, TIMING OFF', text, values);
}

async function explained(
  client: pg.Client,
  options: string,
  text: string,
  values: readonly unknown[] | null,
): Promise<PlanNode[]> {
  const { rows } = await client.query<{ 'QUERY PLAN': { Plan: PlanNode }[] }>(
    `EXPLAIN (FORMAT JSON, ${options}) ${text}`,
    values === null ? undefined : [...values],
  );
  return nodesOf(rows[0]!['QUERY PLAN'][0]!.Plan);
}

function nodesOf(node: PlanNode): PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(nodesOf)];
}
