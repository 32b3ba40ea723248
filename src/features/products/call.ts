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
