import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApplication } from '../../src/application.js';
import { SyncProgressResolver } from '../../src/features/wildberries/sync-progress.resolver.js';
import { RunRepository } from '../../src/features/wildberries/sync/runs.repository.js';
import { ACCESS_RULE } from '../../src/platform/access/rule.js';
import { sellerContext } from '../../src/platform/context/index.js';
import { Database } from '../../src/platform/database/index.js';
import { Announcements } from '../../src/platform/events/index.js';
import { Feeds } from '../../src/platform/subscriptions/index.js';
import { Sockets } from '../../src/platform/subscriptions/sockets.js';
import { TestApp } from '../support/app.js';
import { FixedClock } from '../support/clock.js';
import { until } from '../support/program.js';
import { Peer, type Subscribed } from '../support/socket.js';

const NOW = new Date('2026-11-20T09:00:00Z');
const PROGRESS = `subscription ($runId: ID) { syncProgress(runId: $runId) { id state progress user { email } } }`;

interface Account {
  readonly token: string;
  readonly userId: string;
  readonly tenantId: string;
  readonly email: string;
}

const codeOf = (errors: (typeof Subscribed.prototype.told)[number]['errors']): unknown =>
  errors?.[0]?.extensions.code;

describe('syncProgress', () => {
  let test: TestApp;
  /** Another process on the same database, as far as anything here can tell. */
  let other: NestFastifyApplication;
  const clock = new FixedClock(NOW);
  const peers: Peer[] = [];

  beforeAll(async () => {
    test = await TestApp.start({ clock });
    other = await createApplication(test.settings, clock);
  });
  afterAll(async () => {
    await other.close();
    await test.stop();
  });
  beforeEach(() => {
    clock.set(NOW);
  });
  afterEach(async () => {
    await Promise.all(peers.splice(0).map((peer) => peer.leave()));
    await until(() => test.app.get(Sockets, { strict: false }).counts.sockets === 0);
  });

  function connect(token?: string): Peer {
    const peer = Peer.of(test.url, token);
    peers.push(peer);
    return peer;
  }

  /** The steps of a run, each taken in the other process. */
  function runOf({ tenantId, userId }: Pick<Account, 'tenantId' | 'userId'>) {
    const ctx = sellerContext(tenantId, userId, () => clock.now());
    const database = other.get(Database, { strict: false });
    const runs = other.get(RunRepository, { strict: false });
    const none = { productsSynced: 0, stockRecordsWritten: 0, salesWritten: 0 };
    return {
      open: async () => {
        const { id } = await database.write(ctx, () => runs.open(ctx, userId));
        // heard only after a subscription, the run would be told a second time
        await test.app.get(Announcements, { strict: false }).caughtUp();
        return id;
      },
      begin: (id: string) => runs.begin(ctx, id),
      advance: (id: string, progress: number) =>
        database.write(ctx, () => runs.advance(ctx, id, [], progress, none)),
      finish: (id: string) => database.write(ctx, () => runs.finish(ctx, id, 'SUCCEEDED', null, clock.now())),
      fail: (id: string) =>
        database.write(ctx, async () => {
          await runs.begin(ctx, id);
          throw new Error('rolled back');
        }),
    };
  }

  /** Somebody else in the same tenant. */
  async function member(of: Account, name: string, role: string): Promise<Account> {
    const account = await test.register(name);
    const { userId, email } = account;
    await test.database.query('DELETE FROM refresh_tokens WHERE user_id = $1', [userId]);
    await test.database.query('UPDATE users SET tenant_id = $2, role = $3::user_role WHERE id = $1', [
      userId,
      of.tenantId,
      role,
    ]);
    return { userId, email, tenantId: of.tenantId, token: await test.login(email) };
  }

  const steps = (subscribed: Subscribed): unknown[] =>
    subscribed.told.map(({ data, errors }) =>
      errors ? codeOf(errors) : [data.syncProgress.state, data.syncProgress.progress],
    );
  const counts = () => test.app.get(Feeds, { strict: false }).counts;
  const listening = (feeds: number) => until(() => counts().feeds === feeds);

  it('tells a run as it is, then each step that another process takes, and ends with it', async () => {
    const account = await test.register('whole');
    const run = runOf(account);
    const id = await run.open();
    const subscribed = connect(account.token).subscribe(PROGRESS, { runId: id });
    expect(await subscribed.heard(1)).toEqual([
      { data: { syncProgress: { id, state: 'QUEUED', progress: 0, user: { email: account.email } } } },
    ]);
    await run.begin(id);
    await subscribed.heard(2);
    await run.advance(id, 0.25);
    await subscribed.heard(3);
    await run.finish(id);
    await subscribed.over();
    expect(steps(subscribed)).toEqual([['QUEUED', 0], ['RUNNING', 0], ['RUNNING', 0.25], ['SUCCEEDED', 1]]); // prettier-ignore
    expect(counts()).toEqual({ feeds: 0, listeners: 0 });
  });

  it('of a run that is over tells that, and ends', async () => {
    const account = await test.register('past');
    const run = runOf(account);
    const id = await run.open();
    await run.finish(id);
    const subscribed = connect(account.token).subscribe(PROGRESS, { runId: id.toUpperCase() });
    await subscribed.over();
    expect(steps(subscribed)).toEqual([['SUCCEEDED', 1]]);
  });

  it('without a run in particular tells of those under way and of those that begin', async () => {
    const account = await test.register('any');
    const run = runOf(account);
    const done = await run.open();
    await run.finish(done);
    const first = await run.open();
    const subscribed = connect(account.token).subscribe(PROGRESS);
    await subscribed.heard(1);
    await run.finish(first);
    await subscribed.heard(2);
    const second = await run.open();
    await subscribed.heard(3);
    expect(
      subscribed.told.map(({ data }): unknown => [data.syncProgress.id, data.syncProgress.state]),
    ).toEqual([
      [first, 'QUEUED'],
      [first, 'SUCCEEDED'],
      [second, 'QUEUED'],
    ]);
    expect(subscribed.isEnded).toBe(false);
  });

  it('tells nothing of what is rolled back', async () => {
    const account = await test.register('undone');
    const run = runOf(account);
    const id = await run.open();
    const subscribed = connect(account.token).subscribe(PROGRESS, { runId: id });
    await subscribed.heard(1);
    await expect(run.fail(id)).rejects.toThrow('rolled back');
    await run.finish(id);
    await subscribed.over();
    expect(steps(subscribed)).toEqual([['QUEUED', 0], ['SUCCEEDED', 1]]); // prettier-ignore
  });

  it('answers alike for a missing run, a stranger’s, a colleague’s that a USER may not see, and no id', async () => {
    const owner = await test.register('askowner');
    const user = await member(owner, 'askuser', 'USER');
    const stranger = await test.register('stranger');
    const ids = [
      await runOf(stranger).open(),
      await runOf(owner).open(),
      '01a20556-0000-7000-8000-000000000000',
      'nonsense',
    ];
    const peer = connect(user.token);
    for (const runId of ids) {
      const told = await peer.subscribe(PROGRESS, { runId }).over();
      expect(told).toEqual([
        {
          errors: [
            {
              message: 'runId: there is no such sync',
              locations: expect.any(Array),
              path: ['syncProgress'],
              extensions: {
                code: 'BAD_USER_INPUT',
                fields: [{ path: 'runId', message: 'there is no such sync' }],
                requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
              },
            },
          ],
        },
      ]);
    }
    expect(counts()).toEqual({ feeds: 0, listeners: 0 });
  });

  it('tells each what they may see: a USER their own, an OWNER the tenant’s, a stranger neither', async () => {
    const owner = await test.register('seer');
    const user = await member(owner, 'seeruser', 'USER');
    const stranger = await test.register('seerstranger');
    const [ofOwner, ofUser, ofStranger] = [owner, user, stranger].map(({ token }) =>
      connect(token).subscribe(PROGRESS),
    );
    await listening(3);
    const ids: string[] = [];
    for (const account of [owner, user, stranger]) ids.push(await runOf(account).open());
    await Promise.all([ofOwner!.heard(2), ofUser!.heard(1), ofStranger!.heard(1)]);
    // a step of each is heard after all of those before it
    for (const [index, account] of [owner, user, stranger].entries())
      await runOf(account).finish(ids[index]!);
    await Promise.all([ofOwner!.heard(4), ofUser!.heard(2), ofStranger!.heard(2)]);
    const heard = [ofOwner!, ofUser!, ofStranger!].map(
      ({ told }) => new Set(told.map(({ data }) => data.syncProgress.id as string)),
    );
    expect(heard).toEqual([new Set([ids[0], ids[1]]), new Set([ids[1]]), new Set([ids[2]])]);
  });

  it('hears by one listener, and by none when nobody is left', async () => {
    const account = await test.register('listeners');
    const one = connect(account.token);
    const two = connect(account.token);
    const first = one.subscribe(PROGRESS);
    one.subscribe(PROGRESS);
    two.subscribe(PROGRESS);
    await listening(3);
    expect(counts()).toEqual({ feeds: 3, listeners: 1 });
    first.end();
    await listening(2);
    await one.leave();
    await listening(1);
    expect(counts()).toEqual({ feeds: 1, listeners: 1 });
    await two.leave();
    await listening(0);
    expect(counts()).toEqual({ feeds: 0, listeners: 0 });
  });

  it('tells what was missed while announcements could not be heard', async () => {
    const account = await test.register('missed');
    const run = runOf(account);
    const id = await run.open();
    const subscribed = connect(account.token).subscribe(PROGRESS, { runId: id });
    await subscribed.heard(1);
    const announcements = test.app.get(Announcements, { strict: false });
    const [mine] = await test.database.query<{ pid: number }>(
      `SELECT pid FROM pg_stat_activity
       WHERE datname = current_database() AND application_name = 'stock-tracker-listener'
       ORDER BY backend_start LIMIT 1`,
    );
    await test.database.query('SELECT pg_terminate_backend($1)', [mine?.pid]);
    await until(() => !announcements.hearing);
    await run.finish(id);
    expect(announcements.hearing).toBe(false);
    await subscribed.over();
    expect(steps(subscribed)).toEqual([['QUEUED', 0], ['SUCCEEDED', 1]]); // prettier-ignore
  });

  it('gives every connection back to the pool after each event', async () => {
    const account = await test.register('pooled');
    const run = runOf(account);
    const id = await run.open();
    const peer = connect(account.token);
    const all = Array.from({ length: 20 }, () => peer.subscribe(PROGRESS, { runId: id }));
    await Promise.all(all.map((one) => one.heard(1)));
    await run.begin(id);
    for (const progress of [0.2, 0.4, 0.6]) await run.advance(id, progress);
    await Promise.all(all.map((one) => until(() => one.told.at(-1)?.data.syncProgress.progress === 0.6)));
    await until(async () => {
      const [busy] = await test.database.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM pg_stat_activity
         WHERE datname = current_database() AND state LIKE 'idle in transaction%'`,
      );
      return busy?.count === 0;
    });
  });

  it('stands behind the guard: without a rule, and without the permission, it is refused', async () => {
    const account = await test.register('guarded');
    const handler = SyncProgressResolver.prototype.syncProgress;
    const rule: unknown = Reflect.getMetadata(ACCESS_RULE, handler);
    const peer = connect(account.token);
    const answerUnder = async (changed: unknown) => {
      Reflect.defineMetadata(ACCESS_RULE, changed, handler);
      try {
        const [told] = await peer.subscribe(PROGRESS).over();
        return [codeOf(told?.errors), told?.errors?.[0]?.message];
      } finally {
        Reflect.defineMetadata(ACCESS_RULE, rule, handler);
      }
    };
    expect(await answerUnder(undefined)).toEqual(['FORBIDDEN', 'This is not allowed.']);
    expect(await answerUnder({ kind: 'permission', permission: 'PLATFORM_ADMIN' })).toEqual([
      'FORBIDDEN',
      'Your role lacks the permission PLATFORM_ADMIN.',
    ]);
    expect(counts().feeds).toBe(0);
  });

  it('masks what nobody expected, and goes on', async () => {
    const account = await test.register('masked');
    const run = runOf(account);
    const id = await run.open();
    const subscribed = connect(account.token).subscribe(PROGRESS, { runId: id });
    await subscribed.heard(1);
    await test.database.query(`UPDATE sync_runs SET datasets = '[null]' WHERE id = $1`, [id]);
    await run.begin(id);
    const told = await subscribed.heard(2);
    expect(told[1]).toEqual({
      errors: [
        {
          message: 'Internal error',
          extensions: { code: 'INTERNAL', requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
        },
      ],
    });
    await test.database.query(`UPDATE sync_runs SET datasets = '[]' WHERE id = $1`, [id]);
    await run.finish(id);
    await subscribed.over();
    expect(subscribed.told.at(-1)?.data.syncProgress.state).toBe('SUCCEEDED');
  });

  it('is refused over HTTP', async () => {
    const account = await test.register('http');
    const { errors } = await test.graphql(PROGRESS, {}, account.token);
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
  });
});
