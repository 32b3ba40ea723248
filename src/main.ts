import { createApplication, listen } from './application.js';
import { prepareDatabases } from './platform/database/prepare-databases.js';
import { Worker } from './platform/jobs/index.js';
import { Health } from './platform/observability/index.js';
import { runProcess, settingsOf, type Ending } from './start-process.js';
import type { Environment } from './config/environment.js';

/** Everything in one process: database if none is named, demo marketplace, API, worker. */
await runProcess(async (env: Environment, endings: Ending[]) => {
  const databases = await prepareDatabases(env);
  const { embedded } = databases;
  endings.push(async () => embedded?.stop());
  if (embedded?.notice) console.log(embedded.notice);

  const demo = embedded && env.DEMO !== '0' ? await import('./demo/demo.js') : null;
  const marketplace = demo && embedded ? await demo.startMarketplace(embedded.home) : null;
  endings.push(async () => marketplace?.close());

  const settings = settingsOf(env, databases);
  const whole = { ...settings, wildberriesOrigin: settings.wildberriesOrigin ?? marketplace?.origin ?? null };
  const app = await createApplication(whole);
  endings.push(async () => {
    app.get(Health).shuttingDown();
    await app.close();
  });
  await listen(app, env.PORT, env.HOST);
  const url = `http://${env.HOST}:${env.PORT}`;

  if (demo && embedded && marketplace) {
    await demo.makeDemoSeller(whole, marketplace, embedded.secrets.demoPassword);
    console.log(demo.presentation(url, embedded.secrets.demoPassword));
  } else {
    console.log(`Stock Tracker is ready: ${url}/graphql`);
  }
  await app.get(Worker).start();
});
