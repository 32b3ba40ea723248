import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { Program, until } from '../support/program.js';

const KEY = 'AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=';

describe('npm start', () => {
  let folder: string;
  let program: Program | null = null;
  const started: Program[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stock-tracker-start-'));
    await chmod(folder, 0o755);
  });
  afterEach(async () => {
    program?.kill('SIGTERM');
    await program?.exited;
    program = null;
  });
  afterAll(async () => {
    const moved = started.flatMap(({ said }) => MOVED.exec(said)?.[1] ?? []);
    for (const path of [folder, ...moved]) await rm(path, { recursive: true, force: true });
  });

  const freePort = async (): Promise<number> => {
    const server = await listening();
    const { port } = server.address() as { port: number };
    await new Promise((done) => server.close(done));
    return port;
  };

  const listening = async (): Promise<Server> => {
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return server;
  };

  const start = (env: Record<string, string> = {}): Program => {
    const made = Program.start('main', { DATA_DIR: join(folder, 'data'), DEMO: '0', ...env });
    started.push(made);
    return made;
  };

  const status = async (port: number, path: string): Promise<number> =>
    fetch(`http://127.0.0.1:${port}${path}`).then(
      (response) => response.status,
      () => 0,
    );

  /** Where the data of a program are: elsewhere for root, where a folder above is closed to others. */
  const homeOf = ({ said }: Program, name = 'data'): string => MOVED.exec(said)?.[1] ?? join(folder, name);

  const postmaster = async (of: Program): Promise<number | null> => {
    const text = await readFile(join(homeOf(of), 'postgres/postmaster.pid'), 'utf8').catch(() => '');
    return text === '' ? null : Number(text.split('\n')[0]);
  };

  const isAlive = (pid: number): boolean => {
    try {
      process.kill(pid, 0);
      return true;
    } catch {
      return false;
    }
  };

  it('ends with an error when its database is killed, and has everything at the next start', async () => {
    const port = await freePort();
    program = start({ PORT: String(port) });
    await until(async () => (await status(port, '/readyz')) === 200);
    process.kill((await postmaster(program))!, 'SIGKILL');
    expect(await program.exited).toEqual({ code: 1, signal: null });
    expect(program.said).toMatch(
      /^PostgreSQL has ended unexpectedly \(log: .*postgres\.log\)\. Start again\.$/m,
    );
    program = start({ PORT: String(port) });
    await until(async () => (await status(port, '/readyz')) === 200);
  });

  it('serves, and ends with everything it began when it is told to', async () => {
    const port = await freePort();
    program = start({ PORT: String(port) });
    await until(async () => (await status(port, '/readyz')) === 200);
    expect(await status(port, '/healthz')).toBe(200);
    expect(await status(port, '/graphiql')).toBe(200);
    const server = await postmaster(program);
    expect(server).not.toBeNull();
    program.kill('SIGINT');
    expect(await program.exited).toEqual({ code: 0, signal: null });
    expect(isAlive(server ?? 0)).toBe(false);
    expect(program.said).toContain(`http://127.0.0.1:${port}/graphql`);
    expect(program.said).not.toContain('sign-in');
  });

  it('starts again after kill -9, on the data that were there', async () => {
    const ports = [await freePort(), await freePort()] as const;
    program = start({ PORT: String(ports[0]) });
    await until(async () => (await status(ports[0], '/readyz')) === 200);
    const register = `mutation { register(input: {email: "kept@example.com", password: "correct horse battery", tenantName: "x"}) { userErrors { code } } }`;
    const post = (port: number) =>
      fetch(`http://127.0.0.1:${port}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: register }),
      }).then((response) => response.json() as Promise<unknown>);
    expect(await post(ports[0])).toMatchObject({ data: { register: { userErrors: [] } } });
    program.kill('SIGKILL');
    await program.exited;

    program = start({ PORT: String(ports[1]) });
    await until(async () => (await status(ports[1], '/readyz')) === 200);
    expect(await post(ports[1])).toMatchObject({
      data: { register: { userErrors: [{ code: 'ALREADY_EXISTS' }] } },
    });
  });

  it('leaves nothing running when it is told to end before it is ready', async () => {
    const data = join(folder, 'early');
    program = start({ PORT: String(await freePort()), DATA_DIR: data });
    const early = program;
    const log = () => readFile(join(homeOf(early, 'early'), 'postgres.log'), 'utf8').catch(() => '');
    await until(async () => (await log()).includes('ready to accept connections'));
    const server = Number(
      (await readFile(join(homeOf(early, 'early'), 'postgres/postmaster.pid'), 'utf8')).split('\n')[0],
    );
    early.kill('SIGINT');
    expect(await early.exited).toEqual({ code: 0, signal: null });
    expect(isAlive(server)).toBe(false);
  });

  it('lets one of two that start at once in an empty folder have it', async () => {
    const ports = [await freePort(), await freePort()] as const;
    const both = ports.map((port) => start({ PORT: String(port), DATA_DIR: join(folder, 'both') }));
    const ready = async () =>
      (await Promise.all(ports.map((port) => status(port, '/readyz')))).filter((code) => code === 200);
    await until(
      async () => (await ready()).length === 1 && both.filter(({ isRunning }) => isRunning).length === 1,
    );
    const refused = both.find(({ isRunning }) => !isRunning);
    expect(lines(refused as Program)).toEqual([expect.stringMatching(/^Another Stock Tracker /)]);
    program = both.find(({ isRunning }) => isRunning) ?? null;
  });

  it('does not make new secrets for a database that has others', async () => {
    const data = join(folder, 'data');
    const port = await freePort();
    program = start({ PORT: String(port), DATA_DIR: data });
    await until(async () => (await status(port, '/readyz')) === 200);
    const secrets = join(homeOf(program), 'secrets.json');
    program.kill('SIGINT');
    await program.exited;
    const kept = await readFile(secrets, 'utf8');
    await rm(secrets);
    program = start({ PORT: String(port), DATA_DIR: data });
    expect(await program.exited).toEqual({ code: 1, signal: null });
    expect(lines(program)).toEqual([expect.stringMatching(/secrets\.json is missing/)]);
    await writeFile(secrets, kept.replace(/"superuserPassword": "[^"]+"/, '"superuserPassword": "wrong"'));
    program = start({ PORT: String(port), DATA_DIR: data });
    expect(await program.exited).toEqual({ code: 1, signal: null });
    expect(lines(program)).toEqual([expect.stringMatching(/secrets\.json .*is not that of the database/)]);
    await writeFile(secrets, kept);
  });

  it('does not take the data of one that runs', async () => {
    const port = await freePort();
    program = start({ PORT: String(port) });
    await until(async () => (await status(port, '/readyz')) === 200);
    const second = start({ PORT: String(await freePort()) });
    expect(await second.exited).toEqual({ code: 1, signal: null });
    expect(lines(second)).toEqual([
      expect.stringMatching(/^Another Stock Tracker uses the data in .*Stop it first/),
    ]);
    expect(await status(port, '/readyz')).toBe(200);
  });

  it('says in one line that its port is taken', async () => {
    const taken = await listening();
    const { port } = taken.address() as { port: number };
    program = start({ PORT: String(port) });
    expect(await program.exited).toEqual({ code: 1, signal: null });
    await new Promise((done) => taken.close(done));
    expect(lines(program)).toEqual(['PORT: another program listens there. Stop it, or set another PORT.']);
    expect(await postmaster(program)).toBeNull();
  });

  it.each([
    [
      'a folder that can not be written to',
      { DATA_DIR: '/dev/null/data' },
      /^DATA_DIR: .*can not be written to.*Make it writable or name another\.$/,
    ],
    ['a bad environment', { PORT: '99999', LOG_LEVEL: 'loud' }, /PORT: .*LOG_LEVEL: /],
    [
      'a database that does not answer',
      {
        DEMO: '',
        DATABASE_OWNER_URL: 'postgres://owner:secret@127.0.0.1:9/stock',
        JWT_SECRET: 'x'.repeat(32),
        ENCRYPTION_KEYS: KEY,
      },
      /^The database at 127\.0\.0\.1:9 as owner: /,
    ],
  ])('says in one line what is wrong: %s', async (_what, env, line) => {
    program = start(env);
    expect(await program.exited).toEqual({ code: 1, signal: null });
    expect(lines(program)).toEqual([expect.stringMatching(line)]);
    expect(program.said).not.toContain('secret');
  });

  it('makes its roles on a PostgreSQL of your own, and nothing of the demo', async () => {
    const ports = [await freePort(), await freePort()] as const;
    program = start({ PORT: String(ports[0]), DATA_DIR: join(folder, 'foreign') });
    await until(async () => (await status(ports[0], '/readyz')) === 200);
    const host = await asForeignServer(homeOf(program, 'foreign'));
    const owner = `postgres://outsider:secret@${host}/elsewhere`;
    const env = { DATABASE_OWNER_URL: owner, JWT_SECRET: 'x'.repeat(32), ENCRYPTION_KEYS: KEY, DEMO: '' };
    const second = Program.start('main', { ...env, PORT: String(ports[1]) });
    await until(async () => (await status(ports[1], '/readyz')) === 200 || !second.isRunning);
    expect(await status(ports[1], '/readyz')).toBe(200);
    second.kill('SIGINT');
    expect(await second.exited).toEqual({ code: 0, signal: null });
    expect(second.said).not.toContain('sign-in');
    const client = new pg.Client(owner);
    await client.connect();
    const roles = await client.query(
      `SELECT rolname, rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname LIKE 'stocktracker%' ORDER BY 1`,
    );
    await client.end();
    expect(roles.rows).toEqual(
      ['stocktracker_app', 'stocktracker_system'].map((rolname) => ({
        rolname,
        rolsuper: false,
        rolbypassrls: false,
        rolcreaterole: false,
      })),
    );
  });

  /** Makes the server of a running program look like one that knows nothing of it: no roles, an empty database. */
  async function asForeignServer(home: string): Promise<string> {
    const secrets = JSON.parse(await readFile(join(home, 'secrets.json'), 'utf8')) as {
      superuserPassword: string;
    };
    const port = (await readFile(join(home, 'postgres/postmaster.pid'), 'utf8')).split('\n')[3];
    const client = new pg.Client(
      `postgres://postgres:${secrets.superuserPassword}@127.0.0.1:${port}/postgres`,
    );
    await client.connect();
    for (const role of ['owner', 'app', 'system']) {
      await client.query(`ALTER ROLE stocktracker_${role} RENAME TO former_${role}`);
    }
    await client.query(`CREATE ROLE outsider LOGIN CREATEROLE PASSWORD 'secret'`);
    await client.query('CREATE DATABASE elsewhere OWNER outsider');
    await client.end();
    return `127.0.0.1:${port}`;
  }

  function lines({ said }: Program): string[] {
    return said.split('\n').filter((line) => line !== '' && !MOVED.test(line));
  }
});

const MOVED = /its binaries and data are under (.+)\.$/m;
