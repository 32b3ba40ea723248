import { Args, Int, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Ctx, Permission, Requires, type SignedInContext } from '../../platform/access/index.js';
import type { CallerContext } from '../../platform/context/index.js';
import { Mutation } from '../../platform/graphql/index.js';
import { PlatformTenants } from './platform-tenants.queries.js';
import { TenantQueries } from './tenants.queries.js';
import { TenantService } from './tenants.service.js';
import { UpdateTenantInput } from './types/tenant.inputs.js';
import { TenantPayload } from './types/tenant.payload.js';
import { Tenant } from './types/tenant.type.js';

@Resolver(() => Tenant)
export class TenantsResolver {
  constructor(
    private readonly tenants: TenantQueries,
    private readonly platformTenants: PlatformTenants,
    private readonly service: TenantService,
  ) {}

  @Query(() => Tenant, { description: "The caller's own tenant" })
  @Requires(Permission.TENANT_READ)
  tenant(_root: unknown, _args: object, { ctx }: SignedInContext): Promise<Tenant | null> {
    return this.tenants.find(ctx, ctx.tenantId);
  }

  @Mutation(() => TenantPayload, { description: "Renames the caller's own tenant" })
  @Requires(Permission.TENANT_WRITE)
  async updateTenant(
    @Ctx() ctx: CallerContext,
    @Args('input') input: UpdateTenantInput,
  ): Promise<Partial<TenantPayload>> {
    await this.service.update(ctx, input);
    return { tenant: await this.tenants.findAfterChange(ctx, ctx.tenantId) };
  }

  @ResolveField(() => Int, { description: 'Active members' })
  memberCount(tenant: Tenant, _args: object, { ctx }: SignedInContext): Promise<number> {
    const from = tenant.ofPlatform ? this.platformTenants : this.tenants;
    return from.memberCount(ctx, tenant.id);
  }
}
