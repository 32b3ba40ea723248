import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Progress } from '../../../platform/observability/index.js';
import { LiveFiguresReader } from './live-figures.js';

/** As the alerts have it. */
const LONG_WAIT_SECONDS = 900;
const OLD_ROLLUP_SECONDS = 30 * 3_600;
const UNKNOWN = 'not known while the database does not answer';

/** Tells in /readyz whether jobs are taken and figures are of yesterday. */
@Injectable()
export class LiveProgress implements OnModuleInit {
  constructor(
    private readonly progress: Progress,
    private readonly live: LiveFiguresReader,
  ) {}

  onModuleInit(): void {
    this.progress.watch('queue', async () => {
      const figures = await this.live.read();
      if (!figures) return UNKNOWN;
      const waits = figures.queues.some(({ seconds }) => seconds > LONG_WAIT_SECONDS);
      return waits ? 'jobs have been waiting for more than a quarter of an hour' : null;
    });
    this.progress.watch('rollup', async () => {
      const figures = await this.live.read();
      if (!figures) return UNKNOWN;
      const isOld = (figures.rollupAge.worst ?? 0) > OLD_ROLLUP_SECONDS;
      return isOld ? 'the figures of somebody do not cover yesterday' : null;
    });
  }
}
