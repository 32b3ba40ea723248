import { Args, Context, Resolver } from '@nestjs/graphql';
import { Ctx, Public, SignedIn, type GraphqlContext } from '../../../platform/access/index.js';
import type { CallerContext } from '../../../platform/context/index.js';
import { Mutation } from '../../../platform/graphql/index.js';
import { UserPayload, UserQueries } from '../../users/index.js';
import { SignInPayloads } from '../sign-in.payloads.js';
import { AuthPayload } from '../types/auth.types.js';
import { TelegramLinkService } from './telegram-link.service.js';
import { TelegramLoginService } from './telegram-login.service.js';
import { TelegramLoginInput } from './types/telegram.inputs.js';

@Resolver()
export class TelegramResolver {
  constructor(
    private readonly logins: TelegramLoginService,
    private readonly links: TelegramLinkService,
    private readonly payloads: SignInPayloads,
    private readonly users: UserQueries,
  ) {}

  @Mutation(() => AuthPayload, {
    description:
      'Signs in by what Telegram has signed; the first time it makes an account with a tenant of its own',
  })
  @Public()
  async loginWithTelegram(
    @Context() graphql: GraphqlContext,
    @Args('input') input: TelegramLoginInput,
  ): Promise<Partial<AuthPayload>> {
    return this.payloads.of(graphql, await this.logins.login(graphql.ctx, input));
  }

  @Mutation(() => UserPayload, {
    description: 'Lets the caller sign in by Telegram too, to the account that they have',
  })
  @SignedIn()
  async linkTelegram(
    @Ctx() ctx: CallerContext,
    @Args('input') input: TelegramLoginInput,
  ): Promise<Partial<UserPayload>> {
    await this.links.link(ctx, input);
    return { user: await this.users.findAfterChange(ctx, ctx.userId) };
  }
}
