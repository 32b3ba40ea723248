import { addColumns, conform, release } from '../model/conform.js';
import { expect, prove, type Plan, type TableProof } from '../proof/proof.js';
import type { Run } from '../run.js';
import type { Table } from '../survey/version-one.js';
import { dropTriggers } from './taking-over.js';

/** What is done to the rows of a table that stays where it is. */
interface Move {
  /** Before there are new columns. */
  readonly first?: (run: Run) => Promise<unknown>;
  /** Fills the new columns, and changes what the plan says. */
  readonly fill: string;
}

/** Takes over a table that keeps its place: frees it of what hangs on it, changes its rows, completes and proves it. */
export async function adoptInPlace(
  run: Run,
  plan: Plan & { readonly table: Table },
  { first, fill }: Move,
): Promise<TableProof> {
  const { link } = run;
  await dropTriggers(link, plan.table);
  await release(link, plan.table);
  const expected = await expect(link, plan);
  await first?.(run);
  await addColumns(link, plan.table);
  await link.run(fill);
  await conform(link, plan.table);
  return prove(link, expected);
}

/** The tenant of a row is its user's. */
export function fillTenant(table: Table): string {
  return `UPDATE public.${table} t SET tenant_id = u.tenant_id FROM public.users u WHERE u.id = t.user_id`;
}
