import { Int, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Ctx, Permission, Requires } from '../../platform/access/index.js';
import type { CallerContext } from '../../platform/context/index.js';
import { TenantQueries } from './tenants.queries.js';
import { Tenant } from './types/tenant.type.js';

@Resolver(() => Tenant)
export class TenantsResolver {
  constructor(private readonly tenants: TenantQueries) {}

  @Query(() => Tenant, { description: "The caller's own tenant" })
  @Requires(Permission.TENANT_READ)
  tenant(@Ctx() ctx: CallerContext): Promise<Tenant | null> {
    return this.tenants.find(ctx, ctx.tenantId);
  }

  @ResolveField(() => Int, { description: 'Active members' })
  memberCount(@Ctx() ctx: CallerContext, @Parent() tenant: Tenant): Promise<number> {
    return this.tenants.memberCount(ctx, tenant.id);
  }
}
