import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApplication } from '../../src/application.js';
import { RunRepository } from '../../src/features/wildberries/sync/runs.repository.js';
import { sellerContext, systemContext } from '../../src/platform/context/index.js';
import { Database } from '../../src/platform/database/index.js';
import { Announcements } from '../../src/platform/events/index.js';
import { Feeds } from '../../src/platform/subscriptions/index.js';
import { Sockets } from '../../src/platform/subscriptions/sockets.js';
import { PASSWORD, TestApp } from '../support/app.js';
import { FixedClock } from '../support/clock.js';
import { until } from '../support/program.js';
import { openTcp, Peer, RawPeer, upgradeTo, type Subscribed } from '../support/socket.js';

const NOW = new Date('2026-11-20T09:00:00Z');
const PROGRESS = 'subscription { syncProgress { id state } }';
const FORBIDDEN = { code: 4403, reason: 'Forbidden' };
const UNAUTHORIZED = { code: 4401, reason: 'Unauthorized' };

type Account = Awaited<ReturnType<TestApp['register']>>;

describe('a socket', () => {
  let test: TestApp;
  let other: NestFastifyApplication;
  let sockets: Sockets;
  const clock = new FixedClock(NOW);
  const peers: Peer[] = [];

  beforeAll(async () => {
    test = await TestApp.start({ clock });
    other = await createApplication(test.settings, clock);
    sockets = test.app.get(Sockets, { strict: false });
  });
  afterAll(async () => {
    await other.close();
    await test.stop();
  });
  beforeEach(() => {
    clock.set(NOW);
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await Promise.all(peers.splice(0).map((peer) => peer.leave()));
    await until(() => sockets.counts.sockets === 0);
    // whatever became of a socket, nothing of it is left
    expect([sockets.counts, test.app.get(Feeds, { strict: false }).counts]).toEqual([
      { sockets: 0, addresses: 0, users: 0 },
      { feeds: 0, listeners: 0 },
    ]);
  });

  function connect(token?: string): Peer {
    const peer = Peer.of(test.url, token);
    peers.push(peer);
    return peer;
  }

  /** Somebody who watches, and has been told of one run. */
  async function watching(name: string): Promise<Account & { peer: Peer; subscribed: Subscribed }> {
    const account = await test.register(name);
    await openRun(account);
    // heard only after the subscription, the run would be told a second time
    await test.app.get(Announcements, { strict: false }).caughtUp();
    const peer = connect(account.token);
    const subscribed = peer.subscribe(PROGRESS);
    await subscribed.heard(1);
    return { ...account, peer, subscribed };
  }

  async function openRun(account: Account): Promise<void> {
    await inOther(account, (runs, ctx) => runs.open(ctx, ctx.userId));
  }

  /** Each call ends the run of before and begins another: two steps. */
  async function step(account: Account): Promise<void> {
    const [run] = await test.database.query<{ id: string }>(
      `SELECT id FROM sync_runs WHERE user_id = $1 AND state = 'QUEUED'`,
      [account.userId],
    );
    await inOther(account, (runs, ctx) => runs.finish(ctx, run!.id, 'SUCCEEDED', null, ctx.now()));
    await openRun(account);
  }

  async function inOther(
    { tenantId, userId }: Account,
    work: (runs: RunRepository, ctx: ReturnType<typeof sellerContext>) => Promise<unknown>,
  ): Promise<void> {
    const ctx = sellerContext(tenantId, userId, () => clock.now());
    const runs = other.get(RunRepository, { strict: false });
    await other.get(Database, { strict: false }).write(ctx, () => work(runs, ctx));
  }

  /** As services do that change what somebody may do, in another process. */
  async function announce(whom: { userId: string } | { tenantId: string }): Promise<void> {
    const ctx = systemContext('test');
    await other
      .get(Database, { strict: false })
      .write(ctx, () => other.get(Announcements, { strict: false }).announce(ctx, 'access', whom));
    await test.app.get(Announcements, { strict: false }).caughtUp();
  }

  it.each([
    ['no token', undefined, UNAUTHORIZED],
    ['a damaged token', 'nonsense', FORBIDDEN],
    ['a token of nobody', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.', FORBIDDEN],
  ])('is closed to %s', async (_name, token, closing) => {
    expect(await connect(token).closed()).toEqual(closing);
  });

  it.each([[{ authorization: 5 }], [{ authorization: ['Bearer x'] }], [{ token: 'x' }], [null]])(
    'is closed to who says %j instead',
    async (payload) => {
      const raw = await RawPeer.of(test.url).opened();
      raw.say({ type: 'connection_init', ...(payload && { payload }) });
      expect(await raw.closed()).toEqual(UNAUTHORIZED);
      expect(raw.messages).toEqual([]);
    },
  );

  it('reads the token of "Authorization" as that of "authorization"', async () => {
    const raw = await RawPeer.of(test.url).opened();
    raw.say({ type: 'connection_init', payload: { Authorization: 'Bearer x' } });
    expect(await raw.closed()).toEqual(FORBIDDEN);
  });

  it('is closed to a token that has ended, of whoever is deactivated and of a suspended tenant', async () => {
    const late = await test.register('late');
    clock.advance(15 * 60_000);
    expect(await connect(late.token).closed()).toEqual(FORBIDDEN);
    clock.set(NOW);

    const off = await test.register('off');
    await test.database.query('UPDATE users SET is_active = false WHERE id = $1', [off.userId]);
    const suspended = await test.register('suspended');
    await test.database.query('UPDATE tenants SET is_active = false WHERE id = $1', [suspended.tenantId]);
    clock.advance(1_000);
    for (const { token } of [off, suspended]) expect(await connect(token).closed()).toEqual(FORBIDDEN);
  });

  it('is open as long as its token: to the second for what is told, a moment longer for itself', async () => {
    const account = await watching('expiring');
    jest.spyOn(sockets, 'sweep').mockImplementation(() => undefined);
    clock.advance(15 * 60_000 - 1);
    await step(account);
    await account.subscribed.heard(3);
    clock.advance(1);
    await step(account);
    expect(await account.peer.closed()).toEqual(UNAUTHORIZED);
    expect(account.subscribed.told).toHaveLength(3);
  });

  it('that is told nothing is closed too when its token has ended', async () => {
    const { peer } = await watching('silent');
    clock.advance(15 * 60_000 - 1);
    sockets.sweep();
    expect(peer.isClosed).toBe(false);
    expect(sockets.counts.sockets).toBe(1);
    clock.advance(1);
    sockets.sweep();
    expect(await peer.closed()).toEqual(UNAUTHORIZED);
  });

  const change = (sql: string) => (account: Account) =>
    test.database.query(sql, [sql.includes('tenants') ? account.tenantId : account.userId]);

  it.each([
    ['a deactivation', 'UPDATE users SET is_active = false WHERE id = $1'],
    ['a new role', `UPDATE users SET role = 'USER' WHERE id = $1`],
    ['a new right of the platform', 'UPDATE users SET is_admin = true WHERE id = $1'],
    ['the end of every session', 'UPDATE users SET token_version = token_version + 1 WHERE id = $1'],
    ['a suspension', 'UPDATE tenants SET is_active = false WHERE id = $1'],
  ])('is closed by %s as soon as that is announced, and nobody else’s is', async (name, sql) => {
    const key = name.replace(/\W/g, '');
    const meant = await watching(`meant${key}`);
    const bystander = await watching(`bystander${key}`);
    await change(sql)(meant);
    await announce(sql.includes('tenants') ? { tenantId: meant.tenantId } : { userId: meant.userId });
    expect(await meant.peer.closed()).toEqual(FORBIDDEN);
    await step(bystander);
    await bystander.subscribed.heard(3);
    expect(bystander.peer.isClosed).toBe(false);
  });

  it('stays open at an announcement that changes nothing for it', async () => {
    const account = await watching('unchanged');
    await announce({ userId: account.userId });
    await announce({ tenantId: account.tenantId });
    await step(account);
    await account.subscribed.heard(3);
    expect(account.peer.isClosed).toBe(false);
  });

  it.each([
    ['a deactivation', 'UPDATE users SET is_active = false WHERE id = $1'],
    ['a new role', `UPDATE users SET role = 'VIEWER' WHERE id = $1`],
    ['a suspension', 'UPDATE tenants SET is_active = false WHERE id = $1'],
  ])('is told nothing more after %s that nobody has announced', async (name, sql) => {
    const account = await watching(`quiet${name.replace(/\W/g, '')}`);
    await change(sql)(account);
    // for so long a session is remembered when nothing is announced
    clock.advance(10_000);
    await step(account);
    expect(await account.peer.closed()).toEqual(FORBIDDEN);
    expect(account.subscribed.told).toHaveLength(1);
  });

  it('is closed by what was announced while nothing could be heard', async () => {
    const account = await watching('unheard');
    const announcements = test.app.get(Announcements, { strict: false });
    const [mine] = await test.database.query<{ pid: number }>(
      `SELECT pid FROM pg_stat_activity
       WHERE datname = current_database() AND application_name = 'stock-tracker-listener'
       ORDER BY backend_start LIMIT 1`,
    );
    await test.database.query('SELECT pg_terminate_backend($1)', [mine?.pid]);
    await until(() => !announcements.hearing);
    await test.database.query('UPDATE users SET is_active = false WHERE id = $1', [account.userId]);
    expect(await account.peer.closed()).toEqual(FORBIDDEN);
    expect(account.subscribed.told).toHaveLength(1);
  });

  it('is cut off when its peer is gone without a word, and no sooner', async () => {
    const gone = await openTcp(test.url);
    let received = '';
    let ended = false;
    gone.on('data', (chunk: Buffer) => (received += chunk.toString('latin1')));
    gone.on('close', () => (ended = true));
    gone.write(upgradeTo('/graphql'));
    await until(() => received.includes('\r\n\r\n'));
    const there = await RawPeer.of(test.url).opened();
    const pinged = new Promise((done) => there.socket.once('ping', done));
    sockets.keepAlive();
    await pinged;
    // what is answered to this has been behind the answer to the ping
    there.say({ type: 'ping' });
    await until(() => there.messages.length === 1);
    expect(ended).toBe(false);
    sockets.keepAlive();
    await until(() => ended);
    // by no closing frame, such as who does not sign in gets
    expect(received).not.toContain('\x88');
    expect(there.isClosed).toBe(false);
    there.socket.close();
  });

  it('is closed by signing out, and by a new password, but for the session that has set it', async () => {
    const out = await watching('out');
    await test.graphql('mutation { logout(input: {}) { endedSessions } }', {}, out.token);
    expect(await out.peer.closed()).toEqual(FORBIDDEN);

    const old = await watching('renamed');
    const token = await test.login(old.email);
    const own = connect(token);
    const subscribed = own.subscribe(PROGRESS);
    await subscribed.heard(1);
    const { data } = await test.graphql(
      `mutation { changePassword(input: {currentPassword: "${PASSWORD}", newPassword: "another battery staple"}) {
         userErrors { code } } }`,
      {},
      token,
    );
    expect(data.changePassword.userErrors).toEqual([]);
    expect(await old.peer.closed()).toEqual(FORBIDDEN);
    await step(old);
    await subscribed.heard(3);
    expect(own.isClosed).toBe(false);
  });
});
