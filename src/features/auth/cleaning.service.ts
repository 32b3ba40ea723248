import { Injectable } from '@nestjs/common';
import { Clock, systemContext } from '../../platform/context/index.js';
import { Leftovers } from '../../platform/database/index.js';
import { SIGN_IN_LEFTOVERS } from './sign-in-leftovers.js';

/** Takes away what sign-in has left behind. Cut off anywhere, it goes on the next night. */
@Injectable()
export class CleaningService {
  constructor(
    private readonly leftovers: Leftovers,
    private readonly clock: Clock,
  ) {}

  async clean(): Promise<void> {
    const ctx = { ...systemContext('sign-in cleaning'), now: () => this.clock.now() };
    await this.leftovers.clean(ctx, SIGN_IN_LEFTOVERS);
  }
}
