import { Injectable } from '@nestjs/common';
import type { CallerContext } from '../../platform/context/index.js';
import { TenantQueries } from '../tenants/index.js';
import { UserQueries } from '../users/index.js';
import type { Viewer } from './types/auth.types.js';

@Injectable()
export class ViewerQueries {
  constructor(
    private readonly users: UserQueries,
    private readonly tenants: TenantQueries,
  ) {}

  async find(ctx: CallerContext): Promise<Viewer> {
    const [user, tenant, impersonatedBy] = await Promise.all([
      this.users.find(ctx, ctx.userId),
      this.tenants.find(ctx, ctx.tenantId),
      this.users.findImpersonator(ctx),
    ]);
    if (!user) throw new Error('The account of a signed-in caller is not there');
    return { user, tenant, permissions: [...ctx.permissions], impersonatedBy };
  }
}
