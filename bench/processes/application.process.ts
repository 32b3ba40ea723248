import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApplication } from '../../src/application.js';
import type { Settings } from '../../src/config/settings.js';
import { RollupService } from '../../src/features/analytics/index.js';
import { sellerContext } from '../../src/platform/context/index.js';
import { Worker } from '../../src/platform/jobs/index.js';
import { cpuSeconds, serve } from './child.js';

/** The application as it is run: the API, or a worker, in a process of its own. */
const commands = {
  /** @returns where the API listens */
  listen: async (settings: Settings): Promise<string> => {
    app = await createApplication({ ...settings, worker: false });
    await app.listen(0, '127.0.0.1');
    return app.getUrl();
  },
  work: async (settings: Settings): Promise<void> => {
    app = await createApplication({ ...settings, worker: true });
    await app.get(Worker).start();
  },
  /** Brings daily totals and figures of sellers up to date, one after another. @returns how many seconds it took */
  rollUp: async (sellers: readonly Seller[]): Promise<number> => {
    if (!app) throw new Error('It does not run yet');
    const rollups = app.get(RollupService, { strict: false });
    const startedAt = performance.now();
    for (const { tenantId, userId } of sellers)
      await rollups.run(sellerContext(tenantId, userId, () => new Date()));
    return (performance.now() - startedAt) / 1000;
  },
  cpuSeconds,
  /** What the heap and what lies beside it take now, in MB. */
  heapMb: (): Promise<HeapMb> => {
    const { heapUsed, heapTotal, external } = process.memoryUsage();
    const [used, total, beside] = [heapUsed, heapTotal, external].map((bytes) => bytes / 2 ** 20);
    return Promise.resolve({ used: used ?? NaN, total: total ?? NaN, beside: beside ?? NaN });
  },
  peakMb: (): Promise<number> => Promise.resolve(process.resourceUsage().maxRSS / 1024),
};

export type ApplicationCommands = typeof commands;

export interface HeapMb {
  readonly used: number;
  readonly total: number;
  /** Buffers and other things of C++. */
  readonly beside: number;
}

interface Seller {
  readonly tenantId: string;
  readonly userId: string;
}

let app: NestFastifyApplication | null = null;

serve(commands, async () => app?.close());
