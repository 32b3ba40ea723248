import pg from 'pg';
import type { Environment } from '../../config/environment.js';
import {
  attachEmbeddedPostgres,
  startEmbeddedPostgres,
  StartError,
  type EmbeddedPostgres,
} from '../embedded-postgres/index.js';
import { migrate } from './migrate.js';
import {
  APP_ROLE,
  assertConfined,
  assertMember,
  derivedRoleUrl,
  ensureRole,
  OWNER_ROLE,
  SYSTEM_ROLE,
} from './roles.js';

const DATABASE = 'stocktracker';

export interface PreparedDatabases {
  readonly app: string;
  readonly system: string;
  readonly embedded: EmbeddedPostgres | null;
}

/**
 * Brings up the database that the environment names: the embedded one without a DATABASE_... key, else the given one.
 * Roles are there and the schema is at head afterwards, as far as the owner's URL is known.
 * @param onStarted told how a server that was started is stopped, as soon as there is one
 * @throws StartError with one line for whoever starts the program
 */
export async function prepareDatabases(
  env: Environment,
  onStarted: (stop: () => Promise<void>) => void = () => undefined,
): Promise<PreparedDatabases> {
  const external = env.DATABASE_URL ?? env.DATABASE_OWNER_URL;
  return external === undefined ? prepareEmbedded(env, onStarted) : prepareExternal(env);
}

/**
 * The same for a command beside a program that may be running: its embedded server is visited, as it is. Without one it
 * is started for the command.
 */
export async function visitDatabases(
  env: Environment,
  onStarted: (stop: () => Promise<void>) => void,
): Promise<PreparedDatabases> {
  const isExternal = env.DATABASE_URL !== undefined || env.DATABASE_OWNER_URL !== undefined;
  const running = isExternal ? null : await attachEmbeddedPostgres(env.DATA_DIR);
  return running ? databasesOn(running) : prepareDatabases(env, onStarted);
}

async function prepareEmbedded(
  env: Environment,
  onStarted: (stop: () => Promise<void>) => void,
): Promise<PreparedDatabases> {
  const embedded = await startEmbeddedPostgres({ dataDir: env.DATA_DIR, onStarted });
  const { secrets, url } = embedded;
  await connected(url('postgres', secrets.superuserPassword, 'postgres'), async (client) => {
    await ensureRole(client, OWNER_ROLE, secrets.ownerPassword);
    await ensureRole(client, APP_ROLE, secrets.appPassword);
    await ensureRole(client, SYSTEM_ROLE, secrets.systemPassword);
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE} OWNER ${OWNER_ROLE}`);
  });
  await migrate(url(OWNER_ROLE, secrets.ownerPassword, DATABASE));
  return databasesOn(embedded);
}

function databasesOn(embedded: EmbeddedPostgres): PreparedDatabases {
  const { secrets, url } = embedded;
  return {
    app: url(APP_ROLE, secrets.appPassword, DATABASE),
    system: url(SYSTEM_ROLE, secrets.systemPassword, DATABASE),
    embedded,
  };
}

async function prepareExternal(env: Environment): Promise<PreparedDatabases> {
  const owner = env.DATABASE_OWNER_URL;
  const app = env.DATABASE_URL ?? (owner && derivedRoleUrl(owner, APP_ROLE));
  const system = env.DATABASE_SYSTEM_URL ?? (owner && derivedRoleUrl(owner, SYSTEM_ROLE));
  if (!app || !system) {
    throw new StartError(
      'DATABASE_OWNER_URL has no password to derive those of the other roles from. Give it one, or give DATABASE_URL and DATABASE_SYSTEM_URL too.',
    );
  }
  if (owner) {
    if (env.DATABASE_URL === undefined) {
      await connected(owner, async (client) => {
        await ensureRole(client, APP_ROLE, decodeURIComponent(new URL(app).password));
        await ensureRole(client, SYSTEM_ROLE, decodeURIComponent(new URL(system).password));
      });
    }
    await connected(owner, refuseVersionOne);
    await named('DATABASE_OWNER_URL', () => migrate(owner));
  }
  await connected(app, assertConfined);
  await connected(system, (client) => assertMember(client, SYSTEM_ROLE));
  return { app, system, embedded: null };
}

/** Starting takes no database over: that is somebody's decision. */
async function refuseVersionOne(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ begun: boolean; old: boolean }>(
    `SELECT to_regnamespace('adoption') IS NOT NULL AS begun,
       to_regclass('public.users') IS NOT NULL AND to_regclass('public.migrations') IS NULL AS old`,
  );
  if (rows[0]?.begun)
    throw new StartError(
      'The adoption of this database was cut off. Run it to its end: npm run cli -- adopt',
    );
  if (rows[0]?.old)
    throw new StartError('This is a database of version 1. Take it over before: npm run cli -- adopt --help');
}

async function connected(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const { hostname, port, username } = new URL(url);
  const what = `The database at ${hostname}:${port || 5432} as ${username}`;
  // the URL may name files that are not there
  const client = await named(what, () =>
    Promise.resolve().then(() => new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })),
  );
  client.on('error', () => undefined);
  try {
    await named(what, () => client.connect());
    await named(what, () => work(client));
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Says of what the error speaks, without the URL, in which the password stands. */
async function named<Result>(what: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof StartError) throw error;
    throw new StartError(`${what}: ${reasonOf(error)}`);
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join(', ');
  return error instanceof Error ? error.message : String(error);
}
