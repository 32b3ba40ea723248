import { createApplication } from './application.js';
import { EnvironmentError, readEnvironment, type Environment } from './config/environment.js';
import type { Settings } from './config/settings.js';
import { prepareDatabases, type PreparedDatabases } from './platform/database/prepare-databases.js';
import { StartError } from './platform/embedded-postgres/index.js';
import { Health } from './platform/observability/index.js';

/** What has to be ended, last begun first. */
const endings: (() => Promise<void>)[] = [];

async function start(): Promise<void> {
  const env = readEnvironment();
  const databases = await prepareDatabases(env);
  endings.push(async () => databases.embedded?.stop());
  if (databases.embedded?.notice) console.log(databases.embedded.notice);

  const demo = databases.embedded && env.DEMO !== '0' ? await import('./demo/demo.js') : null;
  const world = demo ? await demo.startMarketplace(env) : null;
  endings.push(async () => world?.close());

  const app = await createApplication(settingsOf(env, databases, world?.origin ?? null));
  const health = app.get(Health);
  endings.push(async () => {
    health.shuttingDown();
    await app.close();
  });
  await app.listen(env.PORT, env.HOST);
  const url = `http://${env.HOST}:${env.PORT}`;
  if (demo && world && databases.embedded) await demo.present(app, world, databases.embedded.secrets.demoPassword, url);
  else console.log(`Stock Tracker is ready: ${url}/graphql`);
}

function settingsOf(env: Environment, databases: PreparedDatabases, demoOrigin: string | null): Settings {
  const { secrets } = databases.embedded ?? {};
  return {
    production: env.NODE_ENV === 'production',
    port: env.PORT,
    host: env.HOST,
    logLevel: env.LOG_LEVEL,
    databases,
    jwtSecret: env.JWT_SECRET ?? secrets?.jwtSecret ?? '',
    encryptionKeys: env.ENCRYPTION_KEYS ?? secrets?.encryptionKeys ?? '',
    wildberriesOrigin: env.WB_ORIGIN ?? demoOrigin,
    wildberriesLimits: env.WB_LIMITS === 'on',
  };
}

let ending: Promise<void> | null = null;

function end(): Promise<void> {
  ending ??= (async () => {
    for (const step of endings.reverse()) {
      await step().catch((error: unknown) => {
        console.error(lineOf(error));
      });
    }
  })();
  return ending;
}

function lineOf(error: unknown): string {
  if (error instanceof EnvironmentError || error instanceof StartError) return error.message;
  if (error instanceof Error && 'code' in error) {
    if (error.code === 'EADDRINUSE') return 'PORT: another program listens there. Stop it, or set another PORT.';
    if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND') return 'HOST: not an address of this machine.';
    if (error.code === 'EACCES') return 'PORT: not allowed for this user. Set one above 1023.';
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    void end().then(() => process.exit(0));
  });
}

try {
  await start();
} catch (error) {
  // a start that was interrupted fails at what it was doing; that is no news
  if (!ending) console.error(lineOf(error));
  await end();
  process.exit(ending ? 1 : 1);
}
