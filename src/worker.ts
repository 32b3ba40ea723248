import { createApplication } from './application.js';
import { prepareDatabases } from './platform/database/prepare-databases.js';
import { Worker } from './platform/jobs/index.js';
import { StartError } from './platform/embedded-postgres/index.js';
import { Health } from './platform/observability/index.js';
import { serveProbes } from './probes.js';
import { runProcess, settingsOf } from './start-process.js';

/** Jobs without the API, beside other processes on one database. */
await runProcess(async (env, noteEnding) => {
  if (env.DATABASE_URL === undefined && env.DATABASE_OWNER_URL === undefined) {
    throw new StartError(
      'DATABASE_URL: a worker of its own needs a database that others use too. "npm start" has one inside.',
    );
  }
  const app = await createApplication(settingsOf(env, await prepareDatabases(env, noteEnding)));
  noteEnding(() => {
    app.get(Health).shuttingDown();
    return app.close();
  });
  if (env.WORKER_PORT !== null) {
    const probes = await serveProbes(app, env.WORKER_PORT, env.HOST);
    noteEnding(() => probes.close());
  }
  await app.get(Worker).start();
  console.log('Stock Tracker takes jobs.');
});
