import { UseGuards } from '@nestjs/common';
import { Args, Context, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { Public, SignedIn, type GraphqlContext, type SignedInContext } from '../../platform/access/index.js';
import { askedFields, Mutation } from '../../platform/graphql/index.js';
import { RefreshService } from './refresh.service.js';
import { RegistrationService } from './registration.service.js';
import { SignInPayloads } from './sign-in.payloads.js';
import { SignInService } from './sign-in.service.js';
import { LoginInput, RefreshSessionInput, RegisterInput } from './types/auth.inputs.js';
import { AuthPayload, Viewer } from './types/auth.types.js';
import { ViewerQueries } from './viewer.queries.js';
import { VisitBrake } from './visit-brake.guard.js';

@Resolver()
export class AuthResolver {
  constructor(
    private readonly registrations: RegistrationService,
    private readonly signIns: SignInService,
    private readonly refreshes: RefreshService,
    private readonly payloads: SignInPayloads,
    private readonly viewers: ViewerQueries,
  ) {}

  @Query(() => Viewer, { description: 'Who is signed in' })
  @SignedIn()
  viewer(_root: unknown, _args: object, { ctx }: SignedInContext, info: GraphQLResolveInfo): Promise<Viewer> {
    return this.viewers.find(ctx, askedFields(info, Viewer.name));
  }

  @Mutation(() => AuthPayload, { description: 'Makes a tenant and its owner, and signs the owner in' })
  @Public()
  @UseGuards(VisitBrake)
  async register(
    @Context() graphql: GraphqlContext,
    @Args('input') input: RegisterInput,
  ): Promise<Partial<AuthPayload>> {
    return this.payloads.of(graphql, await this.registrations.register(graphql.ctx, input));
  }

  @Mutation(() => AuthPayload, { description: 'Signs in by address and password' })
  @Public()
  async login(
    @Context() graphql: GraphqlContext,
    @Args('input') input: LoginInput,
  ): Promise<Partial<AuthPayload>> {
    return this.payloads.of(graphql, await this.signIns.login(graphql.ctx, input.email, input.password));
  }

  @Mutation(() => AuthPayload, { description: 'Exchanges a refresh token for a new pair of tokens' })
  @Public()
  async refreshSession(
    @Context() graphql: GraphqlContext,
    @Args('input') input: RefreshSessionInput,
  ): Promise<Partial<AuthPayload>> {
    return this.payloads.of(graphql, await this.refreshes.refresh(graphql.ctx, input.refreshToken));
  }
}
