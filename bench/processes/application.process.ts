import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApplication } from '../../src/application.js';
import type { Settings } from '../../src/config/settings.js';
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
  cpuSeconds,
  peakMb: (): Promise<number> => Promise.resolve(process.resourceUsage().maxRSS / 1024),
};

export type ApplicationCommands = typeof commands;

let app: NestFastifyApplication | null = null;

serve(commands, async () => app?.close());
