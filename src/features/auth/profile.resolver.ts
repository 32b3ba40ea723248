import { Args, Resolver } from '@nestjs/graphql';
import { Ctx, SignedIn } from '../../platform/access/index.js';
import type { CallerContext } from '../../platform/context/index.js';
import { Mutation } from '../../platform/graphql/index.js';
import { UserPayload, UserQueries } from '../users/index.js';
import { ProfileService } from './profile.service.js';
import { UpdateProfileInput } from './types/profile.input.js';

@Resolver()
export class ProfileResolver {
  constructor(
    private readonly profiles: ProfileService,
    private readonly users: UserQueries,
  ) {}

  @Mutation(() => UserPayload, {
    description:
      "Changes the caller's own account. A new address has to be confirmed by a mail, ends all other sessions, and can be taken back by a mail to the former one.",
  })
  @SignedIn()
  async updateProfile(
    @Ctx() ctx: CallerContext,
    @Args('input') input: UpdateProfileInput,
  ): Promise<Partial<UserPayload>> {
    await this.profiles.update(ctx, input);
    return { user: await this.users.findAfterChange(ctx, ctx.userId) };
  }
}
