import { Args, Context, Resolver } from '@nestjs/graphql';
import { Ctx, Permission, Requires, type GraphqlContext } from '../../../platform/access/index.js';
import type { CallerContext } from '../../../platform/context/index.js';
import { Mutation } from '../../../platform/graphql/index.js';
import { SignInPayloads } from '../sign-in.payloads.js';
import { AuthPayload } from '../types/auth.types.js';
import { ImpersonationService } from './impersonation.service.js';
import { ImpersonateUserInput } from './impersonation.types.js';

@Resolver()
export class ImpersonationResolver {
  constructor(
    private readonly impersonations: ImpersonationService,
    private readonly payloads: SignInPayloads,
  ) {}

  @Mutation(() => AuthPayload, {
    description:
      "Lets a platform administrator look through a member's eyes: an access token of 30 minutes that can read what the member can, and change nothing, logout included. It ends by itself, with the administrator's own session, and when the member is deactivated. The refresh token beside it is never accepted. The member is told, and so is their tenant's audit log",
  })
  @Requires(Permission.PLATFORM_ADMIN)
  async impersonateUser(
    @Ctx() ctx: CallerContext,
    @Context() graphql: GraphqlContext,
    @Args('input') input: ImpersonateUserInput,
  ): Promise<Partial<AuthPayload>> {
    return this.payloads.of(graphql, await this.impersonations.open(ctx, input.userId, input.reason));
  }
}
