import { Args, Resolver } from '@nestjs/graphql';
import { Ctx, Permission, Requires } from '../../platform/access/index.js';
import type { CallerContext } from '../../platform/context/index.js';
import { Mutation } from '../../platform/graphql/index.js';
import { MemberService } from './members.service.js';
import { PlatformAdminService } from './platform-admins.service.js';
import { ChangeUserRoleInput, SetUserActiveInput, SetUserAdminInput } from './types/member.inputs.js';
import { UserPayload } from './types/user.payload.js';
import { UserQueries } from './users.queries.js';

@Resolver()
export class MembersResolver {
  constructor(
    private readonly members: MemberService,
    private readonly admins: PlatformAdminService,
    private readonly users: UserQueries,
  ) {}

  @Mutation(() => UserPayload, {
    description:
      "Changes another member's role, and ends their sessions. An ADMIN makes users and viewers of users and viewers only; nobody takes the last active owner away.",
  })
  @Requires(Permission.MEMBERS_WRITE)
  async changeUserRole(
    @Ctx() ctx: CallerContext,
    @Args('input') input: ChangeUserRoleInput,
  ): Promise<Partial<UserPayload>> {
    const userId = await this.members.changeRole(ctx, input.userId, input.role);
    return { user: await this.users.findAfterChange(ctx, userId) };
  }

  @Mutation(() => UserPayload, {
    description:
      'Deactivates another member, whose requests are refused from the next one on, or lets them back in. The same rules as for changeUserRole.',
  })
  @Requires(Permission.MEMBERS_WRITE)
  async setUserActive(
    @Ctx() ctx: CallerContext,
    @Args('input') input: SetUserActiveInput,
  ): Promise<Partial<UserPayload>> {
    const userId = await this.members.setActive(ctx, input.userId, input.isActive);
    return { user: await this.users.findAfterChange(ctx, userId) };
  }

  @Mutation(() => UserPayload, {
    description:
      'Gives somebody else of whatever tenant the right to administer the platform, or takes it from them, and ends their sessions. Audited in their tenant. Platform administrators only.',
  })
  @Requires(Permission.PLATFORM_ADMIN)
  async setUserAdmin(
    @Ctx() ctx: CallerContext,
    @Args('input') input: SetUserAdminInput,
  ): Promise<Partial<UserPayload>> {
    const userId = await this.admins.setAdmin(ctx, input);
    return { user: await this.users.findForPlatform(ctx, userId) };
  }
}
