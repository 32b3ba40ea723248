import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { startWildberriesSimulator, type WildberriesSimulator } from '../../simulators/wildberries/index.js';
import { DATASETS_OF_A_RUN, type Dataset } from '../../src/features/wildberries/sync/dataset.js';
import { DueSyncs } from '../../src/features/wildberries/sync/due-syncs.js';
import { SyncJobHandler } from '../../src/features/wildberries/sync/sync.job.js';
import { FernetKeyring } from '../../src/platform/crypto/fernet.js';
import { TestApp } from '../support/app.js';

const KEY = 'AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=';
const NEWER_KEY = 'ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=';
const ERRORS = 'userErrors { code message field }';
const CONNECT = `mutation ($key: String!, $userId: ID) {
  connectWildberries(input: {apiKey: $key, userId: $userId}) { user { id hasWildberriesKey } ${ERRORS} }
}`;
const DISCONNECT = `mutation ($userId: ID) {
  disconnectWildberries(input: {userId: $userId}) { user { id hasWildberriesKey } ${ERRORS} }
}`;
const START = `mutation ($userId: ID) { startSync(input: {userId: $userId}) { syncRun { id } ${ERRORS} } }`;

interface Answer {
  readonly user?: object | null;
  readonly userErrors: readonly { code: string; field: string[] }[];
}
type Account = Awaited<ReturnType<TestApp['register']>>;

describe('a Wildberries key', () => {
  let simulator: WildberriesSimulator;
  let test: TestApp;
  let serial = 0;
  let account: Account;

  beforeAll(async () => {
    simulator = await startWildberriesSimulator({
      seed: 5, cards: 6, warehouses: 2, ownWarehouses: 0, days: 5, sales: 30, limits: false,
    }); // prettier-ignore
    test = await TestApp.start({
      wildberriesOrigin: simulator.origin,
      env: { ENCRYPTION_KEYS: `${NEWER_KEY},${KEY}` },
    });
  });
  afterAll(async () => {
    await test.stop();
    await simulator.close();
  });
  beforeEach(async () => {
    await fetch(`${simulator.origin}/__control/faults`, { method: 'DELETE' });
    serial += 1;
    account = await test.register(`seller${serial}`);
  });

  const fault = (kind: string, path = '/') =>
    fetch(`${simulator.origin}/__control/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ path, kind }),
    });

  const connect = async (who = account, userId?: string) => {
    const { data } = await test.graphql(CONNECT, { key: simulator.mintToken(), userId }, who.token);
    return data.connectWildberries as Answer;
  };
  const disconnect = async (who = account, userId?: string) => {
    const { data } = await test.graphql(DISCONNECT, { userId }, who.token);
    return data.disconnectWildberries as Answer;
  };
  const start = async (who = account) => (await test.graphql(START, {}, who.token)).data.startSync as Answer;

  async function set({ userId }: Account, columns: Record<string, unknown>): Promise<void> {
    const names = Object.keys(columns).map((name, index) => `${name} = $${index + 2}`);
    await test.database.query(`UPDATE users SET ${names.join(', ')} WHERE id = $1`, [
      userId,
      ...Object.values(columns),
    ]);
  }

  async function member(name: string, role: string, of = account): Promise<Account> {
    const other = await test.register(`${name}${serial}`);
    await set(other, { role, tenant_id: of.tenantId });
    return { ...other, tenantId: of.tenantId, token: await test.login(other.email) };
  }

  const runs = ({ userId }: Account) =>
    test.database.query<{ id: string; state: string; error: string | null; done: boolean }>(
      `SELECT id, state, error, finished_at IS NOT NULL AS done FROM sync_runs WHERE user_id = $1 ORDER BY id`,
      [userId],
    );

  /** Does the job of the run that waits, as a worker does. @returns the run after it */
  async function work(who = account, app = test) {
    const run = (await runs(who)).at(-1);
    const job = { tenantId: who.tenantId, userId: who.userId, runId: run?.id ?? '' };
    await app.app.get(SyncJobHandler, { strict: false }).handle(job, new AbortController().signal);
    return (await runs(who)).at(-1);
  }

  const stored = async ({ userId }: Account) => {
    const [row] = await test.database.query(
      `SELECT wb_api_key AS plain, wb_api_key_encrypted AS encrypted,
         (SELECT count(*)::int FROM wildberries_connections WHERE user_id = u.id) AS connections,
         (SELECT count(*)::int FROM sync_cursors WHERE user_id = u.id) AS cursors,
         (SELECT count(*)::int FROM products WHERE user_id = u.id) AS products,
         (SELECT count(*)::int FROM sales WHERE user_id = u.id) AS sales
       FROM users u WHERE id = $1`,
      [userId],
    );
    return row as { [column: string]: unknown };
  };
  const audited = ({ userId }: Account, action = 'wildberries.disconnect') =>
    test.database.query(
      'SELECT admin_user_id AS actor, tenant_id AS tenant, changes FROM audit_log WHERE user_id = $1 AND action = $2',
      [userId, action],
    );
  const notices = ({ userId }: Account) =>
    test.database.query('SELECT tenant_id AS tenant, data FROM notifications WHERE user_id = $1', [userId]);
  const connection = async ({ userId }: Account) => {
    const rows = await test.database.query<{ state: string; seller: string; error: string | null }>(
      'SELECT state, seller_id AS seller, error FROM wildberries_connections WHERE user_id = $1',
      [userId],
    );
    return rows[0] ?? null;
  };
  const dueRuns = async (who: Account) => {
    await test.app.get(DueSyncs, { strict: false }).run();
    return (await runs(who)).map(({ state }) => state);
  };

  describe('that is disconnected', () => {
    it('is gone in every form, with what waits for it; what it has brought stays', async () => {
      await connect();
      expect(await work()).toMatchObject({ state: 'SUCCEEDED' });
      const before = await stored(account);
      const sellerId = (await connection(account))?.seller;
      await start();

      expect(await disconnect()).toEqual({
        user: { id: account.userId, hasWildberriesKey: false },
        userErrors: [],
      });
      expect(await stored(account)).toEqual({
        ...before,
        plain: null,
        encrypted: null,
        connections: 0,
        cursors: 0,
      });
      expect(before).toMatchObject({ products: 6, connections: 1 });
      const cancelled = {
        id: expect.any(String),
        state: 'CANCELLED',
        error: 'The Wildberries key was disconnected.',
        done: true,
      };
      expect((await runs(account)).at(-1)).toEqual(cancelled);
      expect(await audited(account)).toEqual([
        { actor: account.userId, tenant: account.tenantId, changes: { sellerId: [sellerId, null] } },
      ]);
      expect(await notices(account)).toEqual([]);

      // the job that was left behind finds nothing to do, and nobody makes another
      expect(await work()).toEqual(cancelled);
      expect(await dueRuns(account)).toEqual(['SUCCEEDED', 'CANCELLED']);
      expect((await start()).userErrors).toMatchObject([{ code: 'NOT_FOUND', field: ['userId'] }]);
    });

    it('ends the run that is under way, which leaves no place noted and writes no other dataset', async () => {
      await connect();
      const datasets = test.app.get<readonly Dataset[]>(DATASETS_OF_A_RUN, { strict: false });
      const [cards, prices, stock] = datasets;
      const fetched = jest.spyOn(cards as Dataset, 'fetch');
      const fetch = Object.getPrototypeOf(cards).fetch as Dataset['fetch'];
      fetched.mockImplementation(async (job) => {
        await disconnect();
        return fetch.call(cards as Dataset, job);
      });
      const later = [prices, stock].map((dataset) => jest.spyOn(dataset as Dataset, 'fetch'));
      const run = await work();
      fetched.mockRestore();
      expect(later.map((spy) => spy.mock.calls.length)).toEqual([0, 0]);
      for (const spy of later) spy.mockRestore();
      expect(run).toMatchObject({ state: 'CANCELLED', error: 'The Wildberries key was disconnected.' });
      expect(await stored(account)).toMatchObject({
        encrypted: null,
        connections: 0,
        cursors: 0,
        products: 6,
      });
      const [user] = await test.database.query<object>('SELECT last_sync_at FROM users WHERE id = $1', [
        account.userId,
      ]);
      expect(user).toEqual({ last_sync_at: null });
    });

    it('makes room for another', async () => {
      await connect();
      await work();
      await disconnect();
      expect(await connect()).toMatchObject({ user: { hasWildberriesKey: true }, userErrors: [] });
      expect(await work()).toMatchObject({ state: 'SUCCEEDED', error: null });
      expect(await stored(account)).toMatchObject({ products: 6, connections: 1 });
    });

    it('need not be there: nothing is done, nothing is written down', async () => {
      expect(await disconnect()).toEqual({
        user: { id: account.userId, hasWildberriesKey: false },
        userErrors: [],
      });
      expect(await audited(account)).toEqual([]);
    });

    it("may be a colleague's, who is told", async () => {
      const colleague = await member('colleague', 'USER');
      await connect(colleague);
      expect(await disconnect(account, colleague.userId.toUpperCase())).toEqual({
        user: { id: colleague.userId, hasWildberriesKey: false },
        userErrors: [],
      });
      expect(await audited(colleague)).toMatchObject([{ actor: account.userId }]);
      expect(await notices(colleague)).toEqual([
        { tenant: account.tenantId, data: { kind: 'WILDBERRIES_KEY_CHANGED' } },
      ]);
    });

    it("is nobody else's business: not of a USER, not of another tenant", async () => {
      await connect();
      const before = [await stored(account), await runs(account)];
      const user = await member('user', 'USER');
      const stranger = await test.register(`stranger${serial}`);
      expect((await disconnect(user, account.userId)).userErrors).toMatchObject([{ code: 'FORBIDDEN' }]);
      const refused = [];
      for (const id of [account.userId, '01a20556-0000-7000-8000-000000000000'])
        refused.push(await disconnect(stranger, id));
      expect(refused[0]).toMatchObject({
        user: null,
        userErrors: [{ code: 'NOT_FOUND', field: ['userId'] }],
      });
      expect(refused[1]).toEqual(refused[0]);
      const viewer = await member('viewer', 'VIEWER');
      const { errors } = await test.graphql(DISCONNECT, {}, viewer.token);
      expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
      expect([await stored(account), await runs(account)]).toEqual(before);
      expect(await audited(account)).toEqual([]);
    });
  });

  it('that a colleague has connected is told of; of their own nobody is told', async () => {
    const colleague = await member('told', 'USER');
    await connect(account, colleague.userId);
    expect(await notices(colleague)).toEqual([
      { tenant: account.tenantId, data: { kind: 'WILDBERRIES_KEY_CHANGED' } },
    ]);
    expect(await audited(colleague, 'wildberries.connect')).toMatchObject([{ actor: account.userId }]);
    await connect();
    expect(await notices(account)).toEqual([]);
  });

  describe('that version 1 has left', () => {
    const plain = () => set(account, { wb_api_key: ` ${simulator.mintToken()}\n` });

    it.each([
      ['plain', plain],
      [
        'encrypted',
        () => set(account, { wb_api_key_encrypted: FernetKeyring.parse(KEY).encrypt(simulator.mintToken()) }),
      ],
    ])('is checked and used, and stays as it is: %s', async (_form, leave) => {
      await leave();
      const before = await stored(account);
      expect((await start()).userErrors).toEqual([]);
      expect(await work()).toMatchObject({ state: 'SUCCEEDED', error: null });
      expect(await connection(account)).toMatchObject({ state: 'VALID', error: null });
      expect(await stored(account)).toEqual({
        ...before,
        connections: 1,
        cursors: 5,
        products: 6,
        sales: expect.any(Number),
      });
    });

    it('makes its seller due', async () => {
      expect(await dueRuns(account)).toEqual([]);
      await plain();
      expect(await dueRuns(account)).toEqual(['QUEUED']);
      expect(await work()).toMatchObject({ state: 'SUCCEEDED' });
      expect(await dueRuns(account)).toEqual(['SUCCEEDED']);
    });

    it.each([
      ['is no key', () => set(account, { wb_api_key: 'no key' }), /should be a long text of three parts/],
      [
        'has expired',
        () =>
          set(account, {
            wb_api_key: simulator.mintToken({
              expiresAt: Date.now() - 1_000,
              issuedAt: Date.now() - 9_000_000,
            }),
          }),
        /has expired/,
      ],
      ['is refused', async () => (await plain(), await fault('401')), /does not accept this key/],
    ])('is not tried again and again when it %s', async (_what, leave, message) => {
      await leave();
      expect(await dueRuns(account)).toEqual(['QUEUED']);
      expect(await work()).toMatchObject({ state: 'FAILED', error: expect.stringMatching(message) });
      expect(await connection(account)).toMatchObject({
        state: 'INVALID',
        error: expect.stringMatching(message),
      });
      await test.database.query(
        `UPDATE sync_runs SET queued_at = queued_at - interval '1 day' WHERE user_id = $1`,
        [account.userId],
      );
      expect(await dueRuns(account)).toEqual(['FAILED']);
      expect((await start()).userErrors).toMatchObject([{ code: 'WB_KEY_INVALID' }]);
    });

    it('is tried again when the marketplace was not to be reached', async () => {
      await plain();
      await fault('garbage', '/ping');
      await start();
      expect(await work()).toMatchObject({
        state: 'FAILED',
        error: expect.stringContaining('does not answer'),
      });
      expect(await connection(account)).toBeNull();
      await fetch(`${simulator.origin}/__control/faults`, { method: 'DELETE' });
      await start();
      expect(await work()).toMatchObject({ state: 'SUCCEEDED' });
    });
  });

  describe('that can not be opened', () => {
    const foreign = FernetKeyring.parse('QEFCQ0RFRkdISUpLTE1OT1BRUlNUVVZXWFlaW1xdXl8=');
    const UNREADABLE =
      'The stored Wildberries key can not be opened here. Connect it again, or ask whoever runs this service.';

    it.each([
      ['damaged', () => 'gAAAAA-not-a-token'],
      ['of another encryption key', () => foreign.encrypt(simulator.mintToken())],
    ])('fails its own run with a word to its seller, and no other: %s', async (_how, token) => {
      const healthy = await test.register(`healthy${serial}`);
      await connect(healthy);
      await connect();
      const good = (await stored(account)).encrypted;
      await set(account, { wb_api_key_encrypted: token() });
      expect(await work()).toMatchObject({ state: 'FAILED', error: UNREADABLE, done: true });
      const { data } = await test.graphql(
        '{ syncRuns(first: 1) { nodes { state error } } }',
        {},
        account.token,
      );
      expect(data.syncRuns.nodes).toEqual([{ state: 'FAILED', error: UNREADABLE }]);
      expect(await work(healthy)).toMatchObject({ state: 'SUCCEEDED' });

      // put back by whoever runs the service: nobody has to connect again
      expect(await connection(account)).toMatchObject({ state: 'VALID' });
      await set(account, { wb_api_key_encrypted: good });
      expect((await start()).userErrors).toEqual([]);
      expect(await work()).toMatchObject({ state: 'SUCCEEDED' });
    });

    it('is not one that an older encryption key has closed', async () => {
      await connect();
      await set(account, { wb_api_key_encrypted: FernetKeyring.parse(KEY).encrypt(simulator.mintToken()) });
      expect(await work()).toMatchObject({ state: 'SUCCEEDED' });
    });
  });
});
