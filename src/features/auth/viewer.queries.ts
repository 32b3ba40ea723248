import { Injectable } from '@nestjs/common';
import type { CallerContext } from '../../platform/context/index.js';
import type { AskedFields } from '../../platform/graphql/index.js';
import { TenantQueries } from '../tenants/index.js';
import { UserQueries } from '../users/index.js';
import type { Viewer } from './types/auth.types.js';

@Injectable()
export class ViewerQueries {
  constructor(
    private readonly users: UserQueries,
    private readonly tenants: TenantQueries,
  ) {}

  /** @param fields of the viewer: the tenant is read only where it is asked for; 'all' where that is not known */
  async find(ctx: CallerContext, fields: AskedFields | 'all'): Promise<Viewer> {
    const withTenant = fields === 'all' || fields.has('tenant');
    const [user, tenant, impersonatedBy] = await Promise.all([
      this.users.find(ctx, ctx.userId),
      withTenant ? this.tenants.find(ctx, ctx.tenantId) : null,
      this.users.findImpersonator(ctx),
    ]);
    if (!user) throw new Error('The account of a signed-in caller is not there');
    return { user, tenant, permissions: [...ctx.permissions], impersonatedBy };
  }
}
