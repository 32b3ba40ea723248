import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Ctx } from '../../platform/access/index.js';
import type { CallerContext } from '../../platform/context/index.js';
import { Tenant, TenantQueries } from '../tenants/index.js';
import { User } from './types/user.type.js';

@Resolver(() => User)
export class UsersResolver {
  constructor(private readonly tenants: TenantQueries) {}

  @ResolveField(() => Tenant, { nullable: true, description: 'Where they belong' })
  tenant(@Ctx() ctx: CallerContext, @Parent() user: User): Promise<Tenant | null> {
    return this.tenants.find(ctx, user.tenantId);
  }
}
