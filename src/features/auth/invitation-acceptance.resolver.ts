import { Args, Context, Resolver } from '@nestjs/graphql';
import { Public, type GraphqlContext } from '../../platform/access/index.js';
import { Mutation } from '../../platform/graphql/index.js';
import { InvitationAcceptanceService } from './invitation-acceptance.service.js';
import { SignInPayloads } from './sign-in.payloads.js';
import { AcceptInvitationInput } from './types/accept-invitation.input.js';
import { AuthPayload } from './types/auth.types.js';

@Resolver()
export class InvitationAcceptanceResolver {
  constructor(
    private readonly acceptances: InvitationAcceptanceService,
    private readonly payloads: SignInPayloads,
  ) {}

  @Mutation(() => AuthPayload, {
    description:
      'Makes an account of an invitation, in the tenant and with the role that it offers, and signs its owner in. The address has to be confirmed by another mail.',
  })
  @Public()
  async acceptInvitation(
    @Context() graphql: GraphqlContext,
    @Args('input') input: AcceptInvitationInput,
  ): Promise<Partial<AuthPayload>> {
    return this.payloads.of(graphql, await this.acceptances.accept(graphql.ctx, input));
  }
}
