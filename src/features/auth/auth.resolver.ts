import { Args, Context, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Ctx, Public, SignedIn, type GraphqlContext } from '../../platform/access/index.js';
import type { CallerContext } from '../../platform/context/index.js';
import { Database } from '../../platform/database/index.js';
import { RegistrationService } from './registration.service.js';
import { SessionService } from './sessions.service.js';
import type { OpenedSession } from './token-issuer.js';
import { LoginInput, LogoutInput, RefreshSessionInput, RegisterInput } from './types/auth.inputs.js';
import { AuthPayload, LogoutPayload, Viewer } from './types/auth.types.js';
import { ViewerQueries } from './viewer.queries.js';

@Resolver()
export class AuthResolver {
  constructor(
    private readonly registrations: RegistrationService,
    private readonly sessions: SessionService,
    private readonly viewers: ViewerQueries,
    private readonly database: Database,
  ) {}

  @Query(() => Viewer, { description: 'Who is signed in' })
  @SignedIn()
  viewer(@Ctx() ctx: CallerContext): Promise<Viewer> {
    return this.viewers.find(ctx);
  }

  @Mutation(() => AuthPayload, { description: 'Makes a tenant and its owner, and signs the owner in' })
  @Public()
  async register(
    @Context() graphql: GraphqlContext,
    @Args('input') input: RegisterInput,
  ): Promise<Partial<AuthPayload>> {
    return this.signedIn(graphql, await this.registrations.register(graphql.ctx, input));
  }

  @Mutation(() => AuthPayload, { description: 'Signs in by address and password' })
  @Public()
  async login(
    @Context() graphql: GraphqlContext,
    @Args('input') input: LoginInput,
  ): Promise<Partial<AuthPayload>> {
    return this.signedIn(graphql, await this.sessions.login(graphql.ctx, input.email, input.password));
  }

  @Mutation(() => AuthPayload, { description: 'Exchanges a refresh token for a new pair of tokens' })
  @Public()
  async refreshSession(
    @Context() graphql: GraphqlContext,
    @Args('input') input: RefreshSessionInput,
  ): Promise<Partial<AuthPayload>> {
    return this.signedIn(graphql, await this.sessions.refresh(graphql.ctx, input.refreshToken));
  }

  @Mutation(() => LogoutPayload, { description: "Ends one session of the caller's, or all of them" })
  @SignedIn()
  async logout(
    @Ctx() ctx: CallerContext,
    @Args('input') input: LogoutInput,
  ): Promise<Partial<LogoutPayload>> {
    return { endedSessions: await this.sessions.logout(ctx, input) };
  }

  /** From here on the request is the caller's: what the payload is asked for is read as theirs. */
  private async signedIn(
    graphql: GraphqlContext,
    { tokens, caller }: OpenedSession,
  ): Promise<Partial<AuthPayload>> {
    if (graphql.ctx.kind === 'caller') this.database.close(graphql.ctx);
    graphql.ctx = caller;
    return { tokens, viewer: await this.viewers.find(caller) };
  }
}
