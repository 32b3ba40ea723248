import { Injectable } from '@nestjs/common';
import { Clock, systemContext, type SystemContext } from '../../../platform/context/index.js';
import { Database } from '../../../platform/database/index.js';
import { percentile } from '../../../platform/observability/index.js';
import { samplesOf } from '../domain/api-minute.js';
import { ApiMinutesRepository } from './api-minutes.repository.js';
import { SampleRepository } from './samples.repository.js';
import { SystemFigures } from './system-figures.queries.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** How long after a minute processes have told of it, as a rule. */
const TELLING_MS = MINUTE_MS;
/** A figure that is looked up later than this is not one of its time. */
const LATE_MS = 10 * MINUTE_MS;

/** Takes samples of the system's own figures. Done twice, or by two at once, it leaves the same rows. */
@Injectable()
export class SamplingService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly minutes: ApiMinutesRepository,
    private readonly samples: SampleRepository,
    private readonly figures: SystemFigures,
  ) {}

  /** @param at the time that the samples are of; on the hour those too that move slowly */
  async sample(at: Date): Promise<void> {
    const ctx = { ...systemContext('sampling of system metrics'), now: () => this.clock.now() };
    await this.sumUp(ctx);
    if (ctx.now().getTime() - at.getTime() <= LATE_MS) await this.lookUp(ctx, at);
  }

  /** What all processes have answered, by minutes. */
  private async sumUp(ctx: SystemContext): Promise<void> {
    const told = new Date(ctx.now().getTime() - MINUTE_MS - TELLING_MS);
    const known = await this.database.read(ctx, () => this.minutes.unsummed(ctx, told));
    const [first] = known.keys();
    if (first === undefined) return;
    await this.samples.ensureMonths(ctx, new Date(first), told);
    await this.database.write(ctx, async () => {
      await this.samples.lock(ctx);
      // read again: somebody else may have summed up more by now
      const minutes = await this.minutes.unsummed(ctx, told);
      const summed = [...minutes].flatMap(([minute, processes]) =>
        samplesOf(new Date(minute), processes, percentile),
      );
      await this.samples.replace(ctx, summed);
    });
  }

  private async lookUp(ctx: SystemContext, at: Date): Promise<void> {
    const found = await this.database.read(ctx, async () => [
      ...(await this.figures.quick(ctx, at)),
      ...(at.getTime() % HOUR_MS === 0 ? await this.figures.slow(ctx, at) : []),
    ]);
    await this.samples.ensureMonths(ctx, at, at);
    await this.database.write(ctx, () => this.samples.add(ctx, found));
  }
}
