import { UseGuards } from '@nestjs/common';
import { Args, Context, Resolver } from '@nestjs/graphql';
import { Ctx, Public, SignedIn, type GraphqlContext } from '../../platform/access/index.js';
import type { CallerContext } from '../../platform/context/index.js';
import { Mutation } from '../../platform/graphql/index.js';
import { UserPayload, UserQueries } from '../users/index.js';
import { EmailVerificationService } from './email-verification.service.js';
import { PasswordChangeService } from './password-change.service.js';
import { PasswordResetService } from './password-reset.service.js';
import { TokenBearerPayloads } from './token-bearer.payloads.js';
import {
  ChangePasswordInput,
  RequestPasswordResetInput,
  RequestPasswordResetPayload,
  ResetPasswordInput,
  VerifyEmailInput,
} from './types/password.types.js';
import { VisitBrake } from './visit-brake.guard.js';

@Resolver()
export class PasswordResolver {
  constructor(
    private readonly changes: PasswordChangeService,
    private readonly resets: PasswordResetService,
    private readonly verifications: EmailVerificationService,
    private readonly users: UserQueries,
    private readonly payloads: TokenBearerPayloads,
  ) {}

  @Mutation(() => UserPayload, {
    description: "Changes the caller's password and ends all their other sessions",
  })
  @SignedIn()
  async changePassword(
    @Ctx() ctx: CallerContext,
    @Args('input') input: ChangePasswordInput,
  ): Promise<Partial<UserPayload>> {
    await this.changes.change(ctx, input.currentPassword, input.newPassword);
    return { user: await this.users.findAfterChange(ctx, ctx.userId) };
  }

  @Mutation(() => RequestPasswordResetPayload, {
    description: 'Sends a mail by which the password can be set anew, if the address is known',
  })
  @Public()
  @UseGuards(VisitBrake)
  async requestPasswordReset(
    @Context() graphql: GraphqlContext,
    @Args('input') input: RequestPasswordResetInput,
  ): Promise<Partial<RequestPasswordResetPayload>> {
    await this.resets.request(graphql.ctx, input.email);
    return { accepted: true };
  }

  @Mutation(() => UserPayload, {
    description: 'Sets a password by the token of a mail, and ends every session of the account',
  })
  @Public()
  async resetPassword(
    @Context() graphql: GraphqlContext,
    @Args('input') input: ResetPasswordInput,
  ): Promise<Partial<UserPayload>> {
    const account = await this.resets.reset(graphql.ctx, input.token, input.newPassword);
    return this.payloads.of(graphql, account);
  }

  @Mutation(() => UserPayload, {
    description: 'Proves an e-mail address by the token of a mail, or takes a former one back',
  })
  @Public()
  async verifyEmail(
    @Context() graphql: GraphqlContext,
    @Args('input') input: VerifyEmailInput,
  ): Promise<Partial<UserPayload>> {
    const account = await this.verifications.verify(graphql.ctx, input.token);
    return this.payloads.of(graphql, account);
  }
}
