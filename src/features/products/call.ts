import type { TenantContext } from '../../platform/context/index.js';
import type { Statement } from '../../platform/database/index.js';

/** A statement and what to send along. */
export interface Call<Row> {
  readonly statement: Statement<Row>;
  readonly values: readonly unknown[];
}

/** Takes a value to send along; gives the placeholder that stands for it. */
export type Bind = (value: unknown) => string;

/** For a statement that is put together of fixed words: $1 is the tenant, the others come as they are needed. */
export function valuesOf(ctx: TenantContext): { values: readonly unknown[]; bind: Bind } {
  const values: unknown[] = [ctx.tenantId];
  return { values, bind: (value) => `$${values.push(value)}` };
}

/**
 * A value that the planner is not to know. Where it knows where a page begins, how little a search has found, or which months
 * are meant, it takes this page for a cheaper one than the plan that it keeps is made for, and plans anew at each execution:
 * dearer than the page itself. Months of which there is nothing are left out when it is run all the same.
 */
export function unweighed(placeholder: string, type: string): string {
  return `(SELECT ${placeholder}::${type})::${type}`;
}
