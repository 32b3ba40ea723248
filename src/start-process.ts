import { resolve } from 'node:path';
import { EnvironmentError, readEnvironment, type Environment } from './config/environment.js';
import type { Settings, TracingSettings } from './config/settings.js';
import type { PreparedDatabases } from './platform/database/prepare-databases.js';
import { StartError } from './platform/embedded-postgres/index.js';

/** Something that has been begun and has to be ended. */
export type Ending = () => Promise<unknown>;

/** Notes how something is ended, as soon as it has begun. After the end has come, it is ended at once. */
export type NoteEnding = (ending: Ending) => void;

/** Ends the program for want of something that it can not do without. */
export type Fail = (error: Error) => void;

/**
 * Runs a program until a signal ends it: what was begun is ended in reverse order, and whatever went wrong is said in
 * one line.
 * @param start begins things and notes how each is ended
 */
export async function runProcess(
  start: (env: Environment, noteEnding: NoteEnding, fail: Fail) => Promise<void>,
): Promise<void> {
  const endings: Ending[] = [];
  let ending: Promise<void> | null = null;
  const end = (): Promise<void> => (ending ??= endAll(endings));
  const noteEnding: NoteEnding = (late) => {
    endings.push(late);
    if (ending) ending = ending.then(() => endAll(endings));
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      void end().then(async () => {
        // what began while the rest was ended
        await ending;
        process.exit(0);
      });
    });
  }
  const fail: Fail = (error) => {
    if (isEnding()) return;
    console.error(lineOf(error));
    void end().then(() => process.exit(1));
  };
  try {
    await start(readEnvironment(), noteEnding, fail);
  } catch (error) {
    // what was interrupted fails at what it was doing; that is no news
    if (isEnding()) return;
    console.error(lineOf(error));
    await end();
    process.exit(1);
  }

  function isEnding(): boolean {
    return ending !== null;
  }
}

async function endAll(endings: Ending[]): Promise<void> {
  for (let ending = endings.pop(); ending; ending = endings.pop()) {
    await ending().catch((error: unknown) => {
      console.error(lineOf(error));
    });
  }
}

export function settingsOf(env: Environment, databases: PreparedDatabases): Settings {
  const { secrets } = databases.embedded ?? {};
  return {
    production: env.NODE_ENV === 'production',
    logLevel: env.LOG_LEVEL,
    databases,
    jwtSecret: env.JWT_SECRET ?? secrets?.jwtSecret ?? '',
    jwtPreviousSecrets: env.JWT_PREVIOUS_SECRETS,
    encryptionKeys: env.ENCRYPTION_KEYS ?? secrets?.encryptionKeys ?? '',
    legacyClients: env.LEGACY_CLIENTS === '1',
    http: {
      trustedProxies: env.TRUST_PROXY,
      corsOrigins: env.CORS_ORIGINS,
      publicUrl: env.PUBLIC_URL ?? `http://${env.HOST}:${env.PORT}`,
    },
    limits: {
      bodyBytes: env.LIMIT_BODY_BYTES,
      depth: env.LIMIT_DEPTH,
      aliases: env.LIMIT_ALIASES,
      rootFields: env.LIMIT_ROOT_FIELDS,
      tokens: env.LIMIT_TOKENS,
      errors: env.LIMIT_ERRORS,
      cost: env.LIMIT_COST,
    },
    rateLimits: {
      enabled: env.RATE_LIMITS === 'on',
      store: env.RATE_LIMIT_STORE,
      redisUrl: env.REDIS_URL ?? null,
      user: env.RATE_LIMIT_USER,
      address: env.RATE_LIMIT_ADDRESS,
      loginsPerAccount: env.RATE_LIMIT_LOGINS_PER_ACCOUNT,
      loginsPerAddress: env.RATE_LIMIT_LOGINS_PER_ADDRESS,
    },
    trustedDocuments: env.TRUSTED_DOCUMENTS === 'on',
    compiledExecution: env.COMPILED_EXECUTION === 'on',
    metricsToken: env.METRICS_TOKEN,
    tracing: tracingOf(env),
    mail: {
      smtpUrl: env.SMTP_URL ?? null,
      from: env.MAIL_FROM,
      outboxDir: resolve(env.DATA_DIR, 'outbox'),
    },
    exports: {
      folder: resolve(env.DATA_DIR, 'exports'),
      running: env.EXPORTS_RUNNING,
      bytesPerUser: env.EXPORT_BYTES,
    },
    telegram: { botTokens: env.TELEGRAM_BOT_TOKEN, botIds: env.TELEGRAM_BOT_IDS },
    historyMonths: env.HISTORY_MONTHS,
    wildberriesOrigin: env.WB_ORIGIN ?? null,
    wildberriesLimits: env.WB_LIMITS === 'on',
    worker: true,
  };
}

function tracingOf(env: Environment): TracingSettings | null {
  const endpoint = env.OTEL_EXPORTER_OTLP_ENDPOINT;
  if (endpoint === null) return null;
  return {
    endpoint,
    headers: env.OTEL_EXPORTER_OTLP_HEADERS,
    serviceName: env.OTEL_SERVICE_NAME,
    ratio: env.OTEL_TRACES_SAMPLER_ARG,
  };
}

function lineOf(error: unknown): string {
  if (error instanceof EnvironmentError || error instanceof StartError) return error.message;
  const code = error instanceof Error && 'code' in error ? error.code : null;
  switch (code) {
    case 'EADDRINUSE':
      return 'PORT: another program listens there. Stop it, or set another PORT.';
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return 'HOST: not an address of this machine.';
    case 'EACCES':
      return 'PORT: not allowed for this user. Set one above 1023.';
    default:
      return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}
