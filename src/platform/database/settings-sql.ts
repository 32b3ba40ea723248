import type { TenantContext } from '../context/index.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * The settings on which row-level security stands, as text to go out with BEGIN: SET takes no parameters, and
 * set_config() does not reach the shards of Citus. Hence the check of the form of what is put in.
 */
export function tenantSettings(ctx: TenantContext): string {
  for (const id of [ctx.tenantId, ctx.userId])
    if (!UUID.test(id)) throw new Error('A context with an id that is no uuid');
  return [
    `SET LOCAL app.tenant_id = '${ctx.tenantId}'`,
    `SET LOCAL app.user_id = '${ctx.userId}'`,
    `SET LOCAL app.scope = '${ctx.scope}'`,
    `SET LOCAL app.write_scope = '${ctx.writeScope}'`,
  ].join('; ');
}
