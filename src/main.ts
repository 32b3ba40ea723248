import { createApplication, listen } from './application.js';
import { prepareDatabases } from './platform/database/prepare-databases.js';
import { Worker } from './platform/jobs/index.js';
import { Health } from './platform/observability/index.js';
import { runProcess, settingsOf } from './start-process.js';

/** Everything in one process: database if none is named, demo marketplace, API, worker. */
await runProcess(async (env, noteEnding, fail) => {
  const databases = await prepareDatabases(env, noteEnding);
  const { embedded } = databases;
  if (embedded) {
    embedded.onLost(fail);
    if (embedded.notice) console.log(embedded.notice);
  }

  const demo =
    embedded && env.DEMO !== '0' ? await (await import('./demo/demo.js')).openDemo(embedded) : null;
  if (demo) noteEnding(demo.close);

  const told = settingsOf(env, databases);
  const settings = { ...told, wildberriesOrigin: told.wildberriesOrigin ?? demo?.origin ?? null };
  const app = await createApplication(settings);
  noteEnding(async () => {
    app.get(Health).shuttingDown();
    await app.close();
  });
  const url = await listen(app, env.PORT, env.HOST);
  console.log((await demo?.present(settings, url)) ?? `Stock Tracker is ready: ${url}/graphql`);
  if (!settings.rateLimits.enabled) {
    console.log('RATE_LIMITS=off: neither requests nor sign-ins are limited. For benchmarks alone.');
  }
  await app.get(Worker).start();
});
