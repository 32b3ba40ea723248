import { Injectable } from '@nestjs/common';
import { Clock, systemContext } from '../../platform/context/index.js';
import { Database } from '../../platform/database/index.js';
import { CleaningRepository } from './cleaning.repository.js';

/** Takes away what sign-in has left behind. Cut off anywhere, it goes on the next night. */
@Injectable()
export class CleaningService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly repository: CleaningRepository,
  ) {}

  async clean(): Promise<void> {
    const ctx = { ...systemContext('sign-in cleaning'), now: () => this.clock.now() };
    for (const leftover of this.repository.leftovers) {
      let mayBeMore = true;
      while (mayBeMore)
        mayBeMore = await this.database.write(ctx, () => this.repository.clean(ctx, leftover));
    }
  }
}
