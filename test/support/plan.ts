import pg from 'pg';
import type { CallerContext, TenantContext } from '../../src/platform/context/index.js';
import { SESSION_OPTIONS } from '../../src/platform/database/data-sources.js';
import { tenantSettings } from '../../src/platform/database/settings-sql.js';

export interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Index Cond'?: string;
  /** Where it has been run. */
  readonly 'Actual Rows'?: number;
  readonly 'Actual Loops'?: number;
  readonly Plans?: readonly PlanNode[];
}

/** Whoever reads and writes a whole tenant; of a caller no more than statements are made of. */
export function wholeTenant(tenantId: string, userId: string): CallerContext {
  return { kind: 'caller', tenantId, userId, scope: 'tenant', writeScope: 'tenant' } as CallerContext;
}

/** A connection with what the application sets on its own. */
export async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, options: SESSION_OPTIONS });
  await client.connect();
  return client;
}

/** As the application reads: behind row-level security, with the caller's settings. */
export async function asCaller<Result>(
  client: pg.Client,
  ctx: TenantContext,
  work: () => Promise<Result>,
): Promise<Result> {
  await client.query(`BEGIN READ ONLY; ${tenantSettings(ctx)}`);
  try {
    return await work();
  } finally {
    await client.query('ROLLBACK');
  }
}

/** @returns how often a prepared statement is planned, and how often its kept plan is used, when it runs ten times */
export async function plansOfTen(
  client: pg.Client,
  name: string,
  { text, values }: { readonly text: string; readonly values: readonly unknown[] },
): Promise<{ anew: number; kept: number } | undefined> {
  for (let time = 0; time < 10; time++) await client.query({ name, text, values: [...values] });
  const { rows } = await client.query<{ anew: number; kept: number }>(
    'SELECT custom_plans::integer AS anew, generic_plans::integer AS kept FROM pg_prepared_statements WHERE name = $1',
    [name],
  );
  return rows[0];
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
