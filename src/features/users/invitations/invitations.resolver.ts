import { Args, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Ctx, Permission, Requires, type SignedInContext } from '../../../platform/access/index.js';
import type { CallerContext } from '../../../platform/context/index.js';
import {
  type Connection,
  IdInput,
  Mutation,
  type PageArgs,
  PageArguments,
} from '../../../platform/graphql/index.js';
import { User } from '../types/user.type.js';
import { UserQueries } from '../users.queries.js';
import { InvitationQueries } from './invitations.queries.js';
import { InvitationService } from './invitations.service.js';
import {
  Invitation,
  InvitationConnection,
  InvitationPayload,
  InviteUserInput,
} from './types/invitation.type.js';

@Resolver(() => Invitation)
export class InvitationsResolver {
  constructor(
    private readonly invitationQueries: InvitationQueries,
    private readonly service: InvitationService,
    private readonly users: UserQueries,
  ) {}

  @Query(() => InvitationConnection, {
    description: 'Invitations that are open, expired ones too, or were accepted; the newest first',
  })
  @Requires(Permission.MEMBERS_READ)
  invitations(
    @Ctx() ctx: CallerContext,
    @Args({ type: () => PageArguments }) asked: PageArgs,
  ): Promise<Connection<Invitation>> {
    return this.invitationQueries.list(ctx, asked);
  }

  @Mutation(() => InvitationPayload, {
    description:
      'Invites somebody into the tenant, by a mail whose token is good for 7 days. Inviting an address again replaces the invitation of it that is open: its token is worth nothing from then on.',
  })
  @Requires(Permission.MEMBERS_WRITE)
  inviteUser(
    @Ctx() ctx: CallerContext,
    @Args('input') input: InviteUserInput,
  ): Promise<Partial<InvitationPayload>> {
    return this.service.invite(ctx, input);
  }

  @Mutation(() => InvitationPayload, {
    description: 'Withdraws an open invitation. An ADMIN withdraws those of users and viewers only.',
  })
  @Requires(Permission.MEMBERS_WRITE)
  async revokeInvitation(
    @Ctx() ctx: CallerContext,
    @Args('input') input: IdInput,
  ): Promise<Partial<InvitationPayload>> {
    return { invitation: await this.service.revoke(ctx, input.id) };
  }

  @ResolveField(() => User, {
    nullable: true,
    description: 'Who made it; it can be accepted only as long as they may give that role',
  })
  invitedBy({ inviterId }: Invitation, _args: object, { ctx }: SignedInContext): Promise<User | null> {
    return this.users.find(ctx, inviterId);
  }
}
