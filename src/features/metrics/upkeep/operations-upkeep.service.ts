import { Injectable } from '@nestjs/common';
import { Clock, systemContext } from '../../../platform/context/index.js';
import { Database, Leftovers } from '../../../platform/database/index.js';
import { samplesKeptFrom } from '../domain/samples-kept.js';
import { OPERATIONS_LEFTOVERS } from './operations-leftovers.js';
import { SampleMonthsRepository } from './sample-months.repository.js';

/** Ends what has been kept long enough (docs/limits.md says how long). Cut off anywhere, it goes on the next night. */
@Injectable()
export class OperationsUpkeepService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly leftovers: Leftovers,
    private readonly months: SampleMonthsRepository,
  ) {}

  async run(): Promise<void> {
    const ctx = { ...systemContext('upkeep of operations'), now: () => this.clock.now() };
    await this.leftovers.clean(ctx, OPERATIONS_LEFTOVERS);
    await this.database.write(ctx, () => this.months.dropBefore(ctx, samplesKeptFrom(ctx.now())));
  }
}
