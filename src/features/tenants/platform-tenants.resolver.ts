import { Args, Query, Resolver } from '@nestjs/graphql';
import { Ctx, Permission, Requires } from '../../platform/access/index.js';
import type { CallerContext } from '../../platform/context/index.js';
import { Mutation } from '../../platform/graphql/index.js';
import type { Connection } from '../../platform/graphql/index.js';
import { PlatformTenants, type ListTenants } from './platform-tenants.queries.js';
import { TenantService } from './tenants.service.js';
import { SetTenantActiveInput } from './types/tenant.inputs.js';
import { TenantPayload } from './types/tenant.payload.js';
import { TenantConnection, type Tenant } from './types/tenant.type.js';
import { TenantsArguments } from './types/tenants.arguments.js';

@Resolver()
export class PlatformTenantsResolver {
  constructor(
    private readonly platformTenants: PlatformTenants,
    private readonly service: TenantService,
  ) {}

  @Query(() => TenantConnection, {
    description: 'All tenants, the newest first. Platform administrators only.',
  })
  @Requires(Permission.PLATFORM_ADMIN)
  tenants(
    @Ctx() ctx: CallerContext,
    @Args({ type: () => TenantsArguments }) asked: ListTenants,
  ): Promise<Connection<Tenant>> {
    return this.platformTenants.list(ctx, asked);
  }

  @Mutation(() => TenantPayload, {
    description:
      "Suspends a tenant, whose people are refused from the next request on, or lets it back in. Not one's own. Audited there. Platform administrators only.",
  })
  @Requires(Permission.PLATFORM_ADMIN)
  async setTenantActive(
    @Ctx() ctx: CallerContext,
    @Args('input') input: SetTenantActiveInput,
  ): Promise<Partial<TenantPayload>> {
    const tenantId = await this.service.setActive(ctx, input);
    return { tenant: await this.platformTenants.findAfterChange(ctx, tenantId) };
  }
}
