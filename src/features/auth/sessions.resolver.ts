import { Args, Query, Resolver } from '@nestjs/graphql';
import { Ctx, SignedIn, type SignedInContext } from '../../platform/access/index.js';
import type { CallerContext } from '../../platform/context/index.js';
import { Mutation } from '../../platform/graphql/index.js';
import { SessionQueries } from './sessions.queries.js';
import { SignOutService } from './sign-out.service.js';
import { LogoutInput } from './types/auth.inputs.js';
import { LogoutPayload } from './types/auth.types.js';
import { Session } from './types/session.type.js';

@Resolver()
export class SessionsResolver {
  constructor(
    private readonly sessionQueries: SessionQueries,
    private readonly signOuts: SignOutService,
  ) {}

  @Query(() => [Session], {
    description: "The caller's sign-ins that are still good, the last used first; at most 100",
  })
  @SignedIn()
  sessions(_root: unknown, _args: object, { ctx }: SignedInContext): Promise<Session[]> {
    return this.sessionQueries.list(ctx);
  }

  @Mutation(() => LogoutPayload, { description: "Ends one session of the caller's, or all of them" })
  @SignedIn()
  async logout(
    @Ctx() ctx: CallerContext,
    @Args('input') input: LogoutInput,
  ): Promise<Partial<LogoutPayload>> {
    return { endedSessions: await this.signOuts.logout(ctx, input) };
  }
}
