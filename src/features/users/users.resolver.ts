import { Args, ID, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Ctx, Permission, Requires, SignedIn, type SignedInContext } from '../../platform/access/index.js';
import type { CallerContext } from '../../platform/context/index.js';
import type { Connection } from '../../platform/graphql/index.js';
import { PlatformTenants, Tenant, TenantQueries } from '../tenants/index.js';
import { MemberQueries, type ListMembers } from './members.queries.js';
import { MembersArguments } from './types/members.arguments.js';
import { User, UserConnection } from './types/user.type.js';
import { UserQueries } from './users.queries.js';

@Resolver(() => User)
export class UsersResolver {
  constructor(
    private readonly userQueries: UserQueries,
    private readonly members: MemberQueries,
    private readonly tenants: TenantQueries,
    private readonly platformTenants: PlatformTenants,
  ) {}

  @Query(() => UserConnection, { description: 'The people of the tenant, in the order in which they joined' })
  @Requires(Permission.MEMBERS_READ)
  users(
    @Ctx() ctx: CallerContext,
    @Args({ type: () => MembersArguments }) asked: ListMembers,
  ): Promise<Connection<User>> {
    return this.members.list(ctx, asked);
  }

  @Query(() => User, {
    nullable: true,
    description:
      'Oneself, or for whoever has MEMBERS_READ a member of the tenant; null when there is none with this id, or they are not to be seen',
  })
  @SignedIn()
  user(
    @Ctx() ctx: CallerContext,
    @Args('id', { type: () => ID, description: 'Their identifier' }) id: string,
  ): Promise<User | null> {
    return this.userQueries.findMember(ctx, id);
  }

  @ResolveField(() => Tenant, { nullable: true, description: 'Where they belong' })
  tenant(user: User, _args: object, { ctx }: SignedInContext): Promise<Tenant | null> {
    const from = user.ofPlatform ? this.platformTenants : this.tenants;
    return from.find(ctx, user.tenantId);
  }
}
