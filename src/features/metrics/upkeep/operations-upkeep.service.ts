import { Injectable } from '@nestjs/common';
import { Clock, systemContext } from '../../../platform/context/index.js';
import { Database } from '../../../platform/database/index.js';
import { samplesKeptFrom } from '../domain/samples-kept.js';
import { LeftoverRepository } from './leftovers.repository.js';

/** Ends what has been kept long enough (docs/limits.md says how long). Cut off anywhere, it goes on the next night. */
@Injectable()
export class OperationsUpkeepService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly repository: LeftoverRepository,
  ) {}

  async run(): Promise<void> {
    const ctx = { ...systemContext('upkeep of operations'), now: () => this.clock.now() };
    for (const leftover of this.repository.leftovers) {
      let mayBeMore = true;
      while (mayBeMore)
        mayBeMore = await this.database.write(ctx, () => this.repository.clean(ctx, leftover));
    }
    await this.database.write(ctx, () => this.repository.dropSamplesBefore(ctx, samplesKeptFrom(ctx.now())));
  }
}
