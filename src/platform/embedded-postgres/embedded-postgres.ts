import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdir, open, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { findLocations, type Locations } from './locations.js';
import { keepSecrets, type Secrets } from './secrets.js';
import { findServerUser, type ServerUser } from './server-user.js';
import { isAlive } from './is-alive.js';
import { findRunningServer, IN_USE_LOCK } from './running-server.js';
import { StartError } from './start-error.js';
import { holdStart } from './start-lock.js';

const execute = promisify(execFile);
const HOST = '127.0.0.1';

export interface EmbeddedPostgres {
  readonly port: number;
  readonly secrets: Secrets;
  readonly notice: string | null;
  /** Folder of the data, the secrets and the server's log. */
  readonly home: string;
  /** Connection string of a role on a database of this server. */
  readonly url: (role: string, password: string, database: string) => string;
  /** Ends the server: sessions are cut, what was committed is on disk. */
  readonly stop: () => Promise<void>;
  /** Told when the server ends otherwise than by stop(), such as killed for want of memory. */
  readonly onLost: (tell: (error: StartError) => void) => void;
}

export interface EmbeddedOptions {
  readonly dataDir: string;
  /** Extra server settings, such as { fsync: 'off' } for throw-away databases. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Told how the server is stopped, as soon as it runs: before it is ready, which may take its time. */
  readonly onStarted?: (stop: () => Promise<void>) => void;
}

/**
 * Starts the PostgreSQL that comes with the packages; makes its cluster at the first call.
 * @throws StartError when the folder is not writable, the server does not come up, or another program uses it
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  await makeWritable(options.dataDir);
  const user = await findServerUser();
  const locations = await findLocations(options.dataDir, user.uid !== undefined);
  const home = dirname(locations.data);
  // not while it is looked for: whoever visits a folder that was mistyped leaves nothing behind
  await mkdir(home, { recursive: true, mode: 0o755 });
  const release = await holdStart(home);
  try {
    const secrets = await keepSecrets(home, await isCluster(locations.data));
    await initialise(locations, user, secrets);
    await endLeftover(locations.data, secrets);
    return await run(locations, user, secrets, options);
  } finally {
    await release();
  }
}

async function run(
  locations: Locations,
  user: ServerUser,
  secrets: Secrets,
  options: EmbeddedOptions,
): Promise<EmbeddedPostgres> {
  const home = dirname(locations.data);
  const port = await freePort();
  const server = await launch(locations, user, port, options.settings ?? {});
  const url = urlsOn(port);
  const inUse = new pg.Client(url('postgres', secrets.superuserPassword, 'postgres'));
  inUse.on('error', () => undefined); // the server going down is what stop() is for
  let isStopping = false;
  const stop = async (): Promise<void> => {
    isStopping = true;
    await inUse.end().catch(() => undefined);
    await end(server);
  };
  options.onStarted?.(stop);
  const log = join(home, 'postgres.log');
  await waitUntilReady(server, inUse, log, port, secrets);
  const onLost: EmbeddedPostgres['onLost'] = (tell) => {
    server.once('exit', () => {
      if (!isStopping) tell(new StartError(`PostgreSQL has ended unexpectedly (log: ${log}). Start again.`));
    });
  };
  return { port, secrets, notice: locations.notice, home, url, stop, onLost };
}

/** Connection strings of a server. */
export function urlsOn(port: number): EmbeddedPostgres['url'] {
  return (role, password, database) =>
    `postgres://${role}:${encodeURIComponent(password)}@${HOST}:${port}/${database}`;
}

async function makeWritable(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    const probe = join(folder, `.writable-${process.pid}`);
    await writeFile(probe, '');
    await rm(probe);
  } catch (error) {
    throw new StartError(
      `DATA_DIR: ${folder} can not be written to (${reasonOf(error)}). Make it writable or name another.`,
    );
  }
}

/** Whether initdb has done its work there. */
export async function isCluster(data: string): Promise<boolean> {
  return (await stat(join(data, 'global', 'pg_control')).catch(() => null)) !== null;
}

async function initialise(locations: Locations, user: ServerUser, secrets: Secrets): Promise<void> {
  if (await isCluster(locations.data)) return;
  // without pg_control initdb was cut off: nothing in there was ever a database
  await rm(locations.data, { recursive: true, force: true });
  await mkdir(locations.data, { recursive: true, mode: 0o700 });
  const passwordFile = join(tmpdir(), `stock-tracker-${randomBytes(8).toString('hex')}`);
  await writeFile(passwordFile, secrets.superuserPassword, { mode: 0o600 });
  try {
    if (user.uid !== undefined && user.gid !== undefined) {
      await chown(locations.data, user.uid, user.gid);
      await chown(passwordFile, user.uid, user.gid);
    }
    await execute(
      join(locations.installation, 'bin', 'initdb'),
      [
        `--pgdata=${locations.data}`,
        '--username=postgres',
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--locale=C',
      ],
      { ...user, cwd: locations.data },
    );
  } catch (error) {
    await rm(locations.data, { recursive: true, force: true });
    throw new StartError(
      `PostgreSQL could not make its data directory ${locations.data}: ${reasonOf(error)}`,
    );
  } finally {
    await rm(passwordFile, { force: true });
  }
}

/** Ends a server that a killed program left running on these data. */
async function endLeftover(data: string, secrets: Secrets): Promise<void> {
  const server = await findRunningServer(data, secrets);
  if (!server) return;
  if (server.isInUse) {
    throw new StartError(
      `Another Stock Tracker uses the data in ${data}. Stop it first, or name another DATA_DIR.`,
    );
  }
  const { pid } = server;
  process.kill(pid, 'SIGINT');
  for (let waited = 0; waited < 10_000 && isAlive(pid); waited += 50) await delay(50);
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, HOST, resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

async function launch(
  { installation, data }: Locations,
  user: ServerUser,
  port: number,
  settings: Readonly<Record<string, string>>,
): Promise<ChildProcess> {
  const log = await open(join(dirname(data), 'postgres.log'), 'a', 0o600);
  const all = {
    listen_addresses: HOST,
    unix_socket_directories: '',
    timezone: 'UTC',
    shared_buffers: '256MB',
    max_wal_size: '2GB',
    ...settings,
  };
  const flags = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  // in a session of its own: Ctrl-C must reach this program first, which stops the server when it is done with it
  const server = spawn(join(installation, 'bin', 'postgres'), ['-D', data, '-p', String(port), ...flags], {
    ...user,
    cwd: data,
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
  });
  server.on('error', () => undefined);
  await log.close();
  return server;
}

async function waitUntilReady(
  server: ChildProcess,
  inUse: pg.Client,
  log: string,
  port: number,
  secrets: Secrets,
): Promise<void> {
  // crash recovery may take its time; a server that ended by itself has said why in its log
  for (let waited = 0; waited < 120_000; waited += 50) {
    if (server.exitCode !== null || server.pid === undefined) break;
    const probe = new pg.Client({ host: HOST, port, user: 'postgres', password: secrets.superuserPassword });
    probe.on('error', () => undefined);
    const refusal = await probe.connect().then(
      () => null,
      (error: unknown) => error,
    );
    await probe.end().catch(() => undefined);
    if (isWrongPassword(refusal)) {
      await end(server);
      throw new StartError(
        `secrets.json in ${dirname(log)} is not that of the database beside it. Put the right one back.`,
      );
    }
    if (refusal === null) {
      await inUse.connect();
      await inUse.query('SELECT pg_advisory_lock($1)', [IN_USE_LOCK]);
      return;
    }
    await delay(50);
  }
  await end(server);
  const said = (await readFile(log, 'utf8').catch(() => '')).trim().split('\n').slice(-3).join(' | ');
  throw new StartError(`PostgreSQL did not start: ${said || 'it said nothing'} (log: ${log})`);
}

function isWrongPassword(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '28P01';
}

async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null || server.pid === undefined) return;
  const ended = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGINT');
  await ended;
}

function reasonOf(error: unknown): string {
  if (
    error instanceof Error &&
    'stderr' in error &&
    typeof error.stderr === 'string' &&
    error.stderr !== ''
  ) {
    return error.stderr.trim().split('\n').slice(-1).join('');
  }
  return error instanceof Error ? error.message : String(error);
}
