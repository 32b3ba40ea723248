import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { KeyRotationService } from '../../src/features/wildberries/index.js';
import { systemContext } from '../../src/platform/context/index.js';
import { FernetKeyring } from '../../src/platform/crypto/fernet.js';
import { Announcements } from '../../src/platform/events/index.js';
import { TestApp } from '../support/app.js';
import { databaseEnvironment, runCli } from '../support/command.js';
import { Program, until } from '../support/program.js';

const OLD_KEY = 'AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=';
const NEW_KEY = 'ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=';
const VIEWER = '{ viewer { permissions } }';

type Account = Awaited<ReturnType<TestApp['register']>>;

describe('the command line', () => {
  let test: TestApp;

  beforeAll(async () => {
    test = await TestApp.start({ env: { ENCRYPTION_KEYS: `${NEW_KEY},${OLD_KEY}` } });
  });
  afterAll(() => test.stop());

  const cli = (args: readonly string[], env: Record<string, string> = {}) =>
    runCli(args, {
      ...databaseEnvironment(test.database),
      ENCRYPTION_KEYS: `${NEW_KEY},${OLD_KEY}`,
      ...env,
    });

  it('tells of its commands, their options and exit codes', async () => {
    const general = await cli(['--help']);
    expect(general).toMatchObject({ code: 0, stderr: '' });
    for (const word of ['user:make-admin', 'keys:rotate', 'Exit codes:'])
      expect(general.stdout).toContain(word);
    const [admin, keys] = await Promise.all([
      cli(['user:make-admin', '--help']),
      cli(['keys:rotate', '--help']),
    ]);
    expect(admin.stdout).toMatch(/<email>[^]*--revoke[^]*--json/);
    expect(keys.stdout).toMatch(/--batch <number>[^]*--json[^]*Exit code 2/);
  });

  it.each([
    ['an unknown command', ['nothing'], {}, /^error: unknown command 'nothing'/],
    ['a missing address', ['user:make-admin'], {}, /^error: missing required argument 'email'/],
    ['a batch of none', ['keys:rotate', '--batch', '0'], {}, /Expected a number from 1 to 10000/],
    [
      'a bad setting',
      ['keys:rotate'],
      { ENCRYPTION_KEYS: 'x' },
      /^The environment is not usable\. ENCRYPTION_KEYS: /,
    ],
    [
      'a database that is not there',
      ['keys:rotate'],
      { DATABASE_URL: 'postgres://a:secret@127.0.0.1:1/x' },
      /^The database at 127\.0\.0\.1:1 as a: (?!.*secret)/,
    ],
  ])('says in a few words what is wrong, and ends with 1: %s', async (_what, args, env, message) => {
    const { code, stdout, stderr } = await cli(args, env);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  describe('user:make-admin', () => {
    const audited = ({ userId }: Account) =>
      test.database.query<{ action: string }>(
        `SELECT action, admin_user_id, tenant_id, entity_type, entity_id, changes FROM audit_log
         WHERE user_id = $1 AND action LIKE 'user.platform_admin%' ORDER BY created_at, id`,
        [userId],
      );
    const heard = () => test.app.get(Announcements, { strict: false }).caughtUp();

    it('gives the right and takes it, at once, written down and told', async () => {
      const account = await test.register('boss');
      expect((await test.graphql(VIEWER, {}, account.token)).errors).toBeUndefined();

      expect(await cli(['user:make-admin', 'BOSS@example.com'])).toEqual({
        code: 0,
        stdout: 'BOSS@example.com is a platform administrator from now on.\n',
        stderr: '',
      });
      await heard();
      expect((await test.graphql(VIEWER, {}, account.token)).errors?.[0]?.extensions.code).toBe(
        'UNAUTHENTICATED',
      );
      const token = await test.login(account.email);
      expect((await test.graphql(VIEWER, {}, token)).data.viewer.permissions).toContain('PLATFORM_ADMIN');

      const revoked = await cli(['user:make-admin', account.email, '--revoke', '--json']);
      expect(JSON.parse(revoked.stdout)).toEqual({ email: account.email, isAdmin: false, changed: true });
      await heard();
      expect((await test.graphql(VIEWER, {}, token)).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
      const again = await test.login(account.email);
      expect((await test.graphql(VIEWER, {}, again)).data.viewer.permissions).not.toContain('PLATFORM_ADMIN');

      const row = {
        admin_user_id: null,
        tenant_id: account.tenantId,
        entity_type: 'user',
        entity_id: account.userId,
      };
      expect(await audited(account)).toEqual([
        { ...row, action: 'user.platform_admin_granted', changes: { isAdmin: [false, true] } },
        { ...row, action: 'user.platform_admin_revoked', changes: { isAdmin: [true, false] } },
      ]);
      expect(
        await test.database.query('SELECT type, data FROM notifications WHERE user_id = $1 ORDER BY id', [
          account.userId,
        ]),
      ).toEqual([
        { type: 'SECURITY', data: { kind: 'PLATFORM_ADMIN_CHANGED', isAdmin: true } },
        { type: 'SECURITY', data: { kind: 'PLATFORM_ADMIN_CHANGED', isAdmin: false } },
      ]);
    });

    it('does nothing the second time, and leaves sessions alone then', async () => {
      const account = await test.register('twice');
      await cli(['user:make-admin', account.email]);
      await heard();
      const token = await test.login(account.email);
      const before = await audited(account);
      expect(before).toHaveLength(1);
      const { code, stdout } = await cli(['user:make-admin', account.email]);
      expect({ code, stdout }).toEqual({
        code: 0,
        stdout: 'twice@example.com is a platform administrator already.\n',
      });
      expect(await audited(account)).toEqual(before);
      await heard();
      expect((await test.graphql(VIEWER, {}, token)).errors).toBeUndefined();
    });

    it('says in one line that nobody has the address, and changes nothing', async () => {
      const state = () =>
        test.database.query(
          `SELECT (SELECT count(*) FROM audit_log) AS audit, (SELECT count(*) FROM users WHERE is_admin) AS admins`,
        );
      const before = await state();
      expect(await cli(['user:make-admin', 'nobody@example.com'])).toEqual({
        code: 1,
        stdout: '',
        stderr: 'Nobody has the address nobody@example.com.\n',
      });
      expect(await state()).toEqual(before);
    });

    it('takes no job', async () => {
      const jobs = () => test.database.query('SELECT name, state FROM pgboss.job ORDER BY id');
      const account = await test.register('jobs');
      const before = await jobs();
      expect(before).toContainEqual({ name: 'account-mail', state: 'created' });
      await cli(['user:make-admin', account.email]);
      expect(await jobs()).toEqual(before);
    });
  });

  describe('keys:rotate', () => {
    const old = FernetKeyring.parse(OLD_KEY);
    const recent = FernetKeyring.parse(NEW_KEY);
    const foreign = FernetKeyring.parse('QEFCQ0RFRkdISUpLTE1OT1BRUlNUVVZXWFlaW1xdXl8=');
    const { encrypted: currentText } = { encrypted: recent.encrypt('current') };
    const foreignText = foreign.encrypt('foreign');
    const STORED: Record<string, [string | null, string | null]> = {
      none: [null, null],
      blank: [null, ' '],
      older: [old.encrypt('older'), null],
      current: [currentText, null],
      foreign: [foreignText, null],
      damaged: ['not a token', 'plain of damaged'],
      plain: [null, ' plain '],
      both: [old.encrypt('both'), 'both'],
      differing: [currentText, 'another'],
    };
    const ids = new Map<string, string>();

    const arrange = async () => {
      for (const [name, [encrypted, plain]] of Object.entries(STORED)) {
        if (!ids.has(name)) ids.set(name, (await test.register(`key-${name}`)).userId);
        await test.database.query(
          'UPDATE users SET wb_api_key_encrypted = $2, wb_api_key = $3 WHERE id = $1',
          [ids.get(name), encrypted, plain],
        );
      }
    };

    /** By name: what the newest key alone reads, else the text as it is; and the plain key. */
    const stored = async () => {
      const rows = await test.database.query<{ id: string; encrypted: string | null; plain: string | null }>(
        'SELECT id, wb_api_key_encrypted AS encrypted, wb_api_key AS plain FROM users WHERE id = ANY ($1)',
        [[...ids.values()]],
      );
      const read = (text: string | null) => {
        try {
          return text && recent.decrypt(text);
        } catch {
          return text;
        }
      };
      const byId = new Map(rows.map(({ id, encrypted, plain }) => [id, [read(encrypted), plain]]));
      return Object.fromEntries([...ids].map(([name, id]) => [name, byId.get(id)]));
    };

    const rotate = async (legacy: '0' | '1', ...args: string[]) => {
      const { code, stdout, stderr } = await cli(['keys:rotate', '--json', ...args], {
        LEGACY_CLIENTS: legacy,
      });
      return { code, stderr, report: JSON.parse(stdout) as Record<string, unknown> };
    };
    const named = (...names: string[]) => names.map((name) => ids.get(name)).sort();
    const sorted = (report: Record<string, unknown>) => ({
      ...report,
      damaged: [...(report.damaged as string[])].sort(),
      differing: [...(report.differing as string[])].sort(),
    });

    it('leaves the plain keys of version 1 while its programs run', async () => {
      await arrange();
      const { code, stderr, report } = await rotate('1', '--batch', '2');
      expect({ code, stderr }).toEqual({ code: 2, stderr: '' });
      expect(sorted(report)).toEqual({
        checked: 7,
        rotated: 2,
        encrypted: 1,
        cleared: 0,
        changedMeanwhile: 0,
        damaged: named('damaged', 'foreign'),
        differing: [],
      });
      const after = {
        none: [null, null],
        blank: [null, ' '],
        older: ['older', null],
        current: ['current', null],
        foreign: [foreignText, null],
        damaged: ['not a token', 'plain of damaged'],
        plain: ['plain', ' plain '],
        both: ['both', 'both'],
        differing: ['current', 'another'],
      };
      expect(await stored()).toEqual(after);
      const again = await rotate('1');
      expect(again.report).toMatchObject({ checked: 7, rotated: 0, encrypted: 0 });
      expect(await stored()).toEqual(after);
    });

    it('takes them away once they are encrypted, where version 1 is gone, and loses none', async () => {
      await arrange();
      const { code, report } = await rotate('0');
      expect(code).toBe(2);
      expect(sorted(report)).toEqual({
        checked: 7,
        rotated: 2,
        encrypted: 1,
        cleared: 2,
        changedMeanwhile: 0,
        damaged: named('damaged', 'foreign'),
        differing: named('differing'),
      });
      expect(await stored()).toMatchObject({
        plain: ['plain', null],
        both: ['both', null],
        damaged: ['not a token', 'plain of damaged'],
        differing: ['current', 'another'],
      });
    });

    it('names in words whose keys want attention', async () => {
      await arrange();
      const { stdout } = await cli(['keys:rotate']);
      const [counts, damaged, differing] = stdout.split('\n');
      expect(counts).toBe(
        'Keys: 7 looked at, 2 encrypted anew, 1 plain ones encrypted, 2 plain ones taken away, 0 changed by somebody meanwhile.',
      );
      expect(damaged).toMatch(/^Left as they were, damaged: /);
      for (const id of named('damaged', 'foreign')) expect(damaged).toContain(id);
      expect(differing).toBe(`Left as they were, differing: ${ids.get('differing')}`);
      expect(stdout).not.toContain('plain of damaged');
    });

    it('ends with 0 when nothing wants attention', async () => {
      await arrange();
      await test.database.query(
        'UPDATE users SET wb_api_key_encrypted = NULL, wb_api_key = NULL WHERE id = ANY ($1)',
        [named('damaged', 'foreign', 'differing')],
      );
      expect(await rotate('0')).toMatchObject({ code: 0, report: { checked: 4, rotated: 2 } });
    });

    it('goes on where it was interrupted, batch by batch', async () => {
      await arrange();
      const service = test.app.get(KeyRotationService, { strict: false });
      let asked = 0;
      const signal = {
        throwIfAborted: () => {
          asked += 1;
          if (asked > 3) throw new Error('interrupted');
        },
      } as AbortSignal;
      await expect(service.run(systemContext('test'), { batch: 1, signal })).rejects.toThrow('interrupted');
      const left = async () =>
        (
          await test.database.query<{ text: string }>(
            'SELECT wb_api_key_encrypted AS text FROM users WHERE id = ANY ($1)',
            [named('older', 'both')],
          )
        ).filter(({ text }) => recentOpens(text)).length;
      expect(await left()).toBe(1);
      await service.run(systemContext('test'), { batch: 1, signal: new AbortController().signal });
      expect(await left()).toBe(2);
    });

    const recentOpens = (text: string): boolean => {
      try {
        return recent.decrypt(text) !== '';
      } catch {
        return false;
      }
    };

    it('does not overwrite a key that is connected at the same time', async () => {
      await arrange();
      const client = new pg.Client(test.database.urls.superuser);
      await client.connect();
      await client.query('BEGIN');
      await client.query('UPDATE users SET wb_api_key_encrypted = $2 WHERE id = $1', [
        ids.get('older'),
        currentText,
      ]);
      const running = test.app
        .get(KeyRotationService, { strict: false })
        .run(systemContext('test'), { batch: 500, signal: new AbortController().signal });
      const isWaiting = async () => {
        const [row] = await test.database.query<{ count: number }>(
          `SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
        );
        return row?.count === 1;
      };
      await until(isWaiting);
      await client.query('COMMIT');
      await client.end();
      expect(await running).toMatchObject({ rotated: 1, changedMeanwhile: 1 });
      expect(await stored()).toMatchObject({ older: ['current', null], both: ['both', null] });
    });
  });
});

describe('the command line on the embedded database', () => {
  let folder: string;
  const homes = new Set<string>();

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stock-tracker-cli-'));
    await chmod(folder, 0o755);
    homes.add(folder);
  });
  afterAll(async () => {
    for (const path of homes) await rm(path, { recursive: true, force: true });
  });

  const freePort = async (): Promise<number> => {
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as { port: number };
    await new Promise((done) => server.close(done));
    return port;
  };

  it('makes no database where there is none', async () => {
    const DATA_DIR = join(folder, 'mistyped');
    const { code, stdout, stderr } = await runCli(['user:make-admin', 'root@example.com'], { DATA_DIR });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(
      /^DATA_DIR: .*mistyped holds no database\. Name the folder .* or set DATABASE_URL\.\n$/,
    );
    await expect(readFile(join(DATA_DIR, 'secrets.json'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('visits a server that runs and leaves it running, and else starts one and stops it', async () => {
    const env = { DATA_DIR: join(folder, 'data'), DEMO: '0' };
    const port = await freePort();
    const program = Program.start('main', { ...env, PORT: String(port) });
    const ask = (query: string, token = '') =>
      fetch(`http://127.0.0.1:${port}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
        body: JSON.stringify({ query }),
      }).then((response) => response.json() as Promise<{ data: Record<string, unknown> }>);
    const isReady = () =>
      fetch(`http://127.0.0.1:${port}/readyz`).then(
        ({ status }) => status === 200,
        () => false,
      );
    try {
      await until(isReady);
      const moved = /binaries and data are under (\S+)\.$/m.exec(program.said)?.[1];
      if (moved !== undefined) homes.add(moved);
      await ask(
        'mutation { register(input: {email: "root@example.com", password: "correct horse battery", tenantName: "x"}) { userErrors { code } } }',
      );
      expect(await runCli(['user:make-admin', 'root@example.com'], env)).toMatchObject({
        code: 0,
        stderr: '',
      });
      expect(await isReady()).toBe(true);
      const { data } = await ask(
        'mutation { login(input: {email: "root@example.com", password: "correct horse battery"}) { viewer { permissions } } }',
      );
      expect(data.login).toEqual({ viewer: { permissions: expect.arrayContaining(['PLATFORM_ADMIN']) } });
    } finally {
      program.kill('SIGTERM');
      await program.exited;
    }

    const revoked = await runCli(['user:make-admin', 'root@example.com', '--revoke'], env);
    expect(revoked).toMatchObject({ code: 0, stderr: '' });
    expect(revoked.stdout).toContain('no platform administrator from now on');
    const home = [...homes].at(-1) ?? '';
    const data = home === folder ? join(folder, 'data') : home;
    await expect(readFile(join(data, 'postgres/postmaster.pid'))).rejects.toMatchObject({ code: 'ENOENT' });
    expect(await readFile(join(data, 'postgres/PG_VERSION'), 'utf8')).toMatch(/^\d+/);
  });
});
