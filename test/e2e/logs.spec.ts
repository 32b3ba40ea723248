import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { pino, type Logger } from 'pino';
import { startWildberriesSimulator, type WildberriesSimulator } from '../../simulators/wildberries/index.js';
import { Database } from '../../src/platform/database/index.js';
import { Worker } from '../../src/platform/jobs/index.js';
import { LOGGER } from '../../src/platform/observability/index.js';
import { TestApp } from '../support/app.js';
import { exportOf, startExport } from '../support/exports.js';
import { Outbox } from '../support/outbox.js';
import { until } from '../support/program.js';
import { Peer } from '../support/socket.js';
import { initDataOf, widgetOf, BOT_TOKEN } from '../support/telegram.js';

const METRICS_TOKEN = 'planted-token-of-those-who-measure-0123456789';
const FIRST = 'planted first password of them';
const SECOND = 'planted second password of them';
const EMAIL = 'planted.owner@example.com';

interface Line {
  readonly level: number;
  readonly msg: string;
  readonly [name: string]: unknown;
}

/** What the mutations asked for here answer. */
type Answers = Readonly<
  Record<
    string,
    {
      readonly tokens: { readonly accessToken: string; readonly refreshToken: string };
      readonly viewer: { readonly user: { readonly id: string }; readonly tenant: { readonly id: string } };
      readonly token: string | null;
      readonly userErrors: readonly unknown[];
    }
  >
>;

describe('the log', () => {
  let simulator: WildberriesSimulator;
  let test: TestApp;
  let outbox: Outbox;
  const text: string[] = [];
  /** By what it is. */
  const planted = new Map<string, string>();
  let owner: { token: string; userId: string; tenantId: string };

  beforeAll(async () => {
    const now = new Date();
    simulator = await startWildberriesSimulator({ now, days: 2, cards: 2, limits: false });
    test = await TestApp.start({
      wildberriesOrigin: simulator.origin,
      env: { LOG_LEVEL: 'trace', TELEGRAM_BOT_TOKEN: BOT_TOKEN, METRICS_TOKEN },
    });
    outbox = new Outbox(test);
    const logger = test.app.get<Logger>(LOGGER) as unknown as Record<symbol, unknown>;
    logger[pino.symbols.streamSym] = { write: (line: string) => text.push(line) };
    await test.app.get(Worker).start();
    await liveThrough(now);
  });
  afterAll(async () => {
    await outbox.clear();
    await test.stop();
    await simulator.close();
  });

  const lines = (): Line[] => text.map((line) => JSON.parse(line) as Line);
  const requests = (): Line[] => lines().filter(({ msg }) => msg === 'request');

  const ask = async (query: string, variables: object = {}, token?: string): Promise<Answers> =>
    (await test.graphql(query, variables, token)).data as Answers;

  /** All that somebody does who has secrets, well and badly; each secret is noted. */
  async function liveThrough(now: Date): Promise<void> {
    for (const password of [FIRST, SECOND]) planted.set(password, password);
    planted.set('the token of a bot', BOT_TOKEN);
    planted.set('the token of /metrics', METRICS_TOKEN);
    planted.set('the secret of access tokens', test.settings.jwtSecret);
    planted.set('the key of encryption', test.settings.encryptionKeys);
    await signIn();
    await byTelegram(now);
    await invite();
    await reset();
    await connect();
    await takeExport();
    await besideGraphql();
    await fail();
  }

  async function signIn(): Promise<void> {
    const { register } = await ask(
      `mutation ($email: String!, $password: String!) { register(input: {email: $email, password: $password, tenantName: "x"}) {
         tokens { accessToken refreshToken } viewer { user { id } tenant { id } } } }`,
      { email: EMAIL, password: FIRST },
    );
    const { accessToken: token, refreshToken } = register!.tokens;
    owner = { token, userId: register!.viewer.user.id, tenantId: register!.viewer.tenant.id };
    planted.set('an access token', token);
    planted.set('a refresh token', refreshToken);
    const login = `mutation ($email: String!, $password: String!) { login(input: {email: $email, password: $password}) { userErrors { code } } }`;
    await ask(login, { email: EMAIL, password: SECOND });
    await ask(login, { email: FIRST, password: SECOND });
    await ask(login, { email: EMAIL, password: [SECOND] });
    await ask(`mutation { login(input: {email: "${EMAIL}", password: "${SECOND}" }`);
    const refresh = `mutation ($t: String!) { refreshSession(input: {refreshToken: $t}) { tokens { refreshToken } userErrors { code } } }`;
    const { refreshSession } = await ask(refresh, { t: refreshToken });
    planted.set('the next refresh token', refreshSession!.tokens.refreshToken);
    await ask(refresh, { t: `${refreshToken}x` });
  }

  async function byTelegram(now: Date): Promise<void> {
    const initData = initDataOf({ id: 4200000001, first_name: 'A' }, now);
    planted.set('the proof of a Mini App', new URLSearchParams(initData).get('hash') ?? '');
    const widget = widgetOf({ id: 4200000002, first_name: 'B' }, now);
    planted.set('the proof of a widget', String(widget['hash']));
    const login = `mutation ($input: TelegramLoginInput!) { loginWithTelegram(input: $input) { tokens { accessToken } userErrors { code } } }`;
    const { loginWithTelegram } = await ask(login, { input: { initData } });
    planted.set('an access token by Telegram', loginWithTelegram!.tokens.accessToken);
    await ask(login, { input: { initData } });
    await ask(login, { input: { widget: { ...widget, firstName: 'C' } } });
  }

  async function invite(): Promise<void> {
    const { inviteUser } = await ask(
      `mutation { inviteUser(input: {email: "guest@example.com", role: USER}) { token userErrors { code } } }`,
      {},
      owner.token,
    );
    const [mail] = await outbox.to('guest@example.com', 1);
    planted.set('the token of an invitation', mail!.token);
    if (inviteUser!.token) planted.set('the same, as it was shown', inviteUser!.token);
    const accept = `mutation ($t: String!, $p: String!) { acceptInvitation(input: {token: $t, password: $p}) { userErrors { code } } }`;
    await ask(accept, { t: `${mail!.token.slice(0, -1)}_`, p: FIRST });
    await ask(accept, { t: mail!.token, p: FIRST });
  }

  async function reset(): Promise<void> {
    await ask(`mutation { requestPasswordReset(input: {email: "guest@example.com"}) { accepted } }`);
    const [mail] = await outbox.to('guest@example.com', 1, 'reset');
    planted.set('the token of a reset', mail!.token);
    const mutation = `mutation ($t: String!, $p: String!) { resetPassword(input: {token: $t, newPassword: $p}) { userErrors { code } } }`;
    await ask(mutation, { t: mail!.token, p: SECOND });
    await ask(mutation, { t: mail!.token, p: FIRST });
  }

  async function connect(): Promise<void> {
    const key = simulator.mintToken();
    planted.set('the key of the marketplace', key);
    planted.set('a key that is none', `planted-${key.replaceAll('.', '-')}`);
    const mutation = `mutation ($key: String!) { connectWildberries(input: {apiKey: $key}) { userErrors { code } } }`;
    await ask(mutation, { key: planted.get('a key that is none') }, owner.token);
    expect(await ask(mutation, { key }, owner.token)).toEqual({ connectWildberries: { userErrors: [] } });
    await until(() => lines().some(({ msg, queue }) => msg === 'job done' && queue === 'sync'));
  }

  async function takeExport(): Promise<void> {
    const { export: started } = await startExport(test, owner.token, { kind: 'PRODUCTS', format: 'CSV' });
    const url = async () => (await exportOf(test, owner.token, started?.id ?? ''))?.downloadUrl ?? null;
    await until(async () => (await url()) !== null);
    const link = new URL((await url()) ?? '');
    planted.set('the signature of a link', link.searchParams.get('signature') ?? '');
    const path = `${link.pathname}${link.search}`;
    await fetch(`${test.url}${path}`);
    await fetch(`${test.url}${path}x`);
  }

  async function besideGraphql(): Promise<void> {
    const { token } = owner;
    await fetch(`${test.url}/imports/products`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'text/csv' },
      body: `wbArticle,unitCost\n${FIRST},1`,
    });
    const byGet = new URLSearchParams({ query: '{ viewer { user { id } } }', token });
    await fetch(`${test.url}/graphql?${byGet}`, { headers: { 'apollo-require-preflight': '1' } });
    await fetch(`${test.url}/metrics`, { headers: { authorization: `Bearer ${METRICS_TOKEN}` } });
    await fetch(`${test.url}/metrics?token=${METRICS_TOKEN}`);
    await fetch(`${test.url}/graphql`, { headers: { authorization: `Basic ${btoa(`${EMAIL}:${FIRST}`)}` } });
    planted.set('a password in a header', btoa(`${EMAIL}:${FIRST}`));
    // what other services call, where nobody listens yet
    for (const path of ['/webhooks/payments', `/webhooks/telegram/${BOT_TOKEN}`])
      await fetch(`${test.url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': FIRST },
        body: JSON.stringify({ secret: FIRST, nested: { apiKey: SECOND } }),
      });
    const peer = Peer.of(test.url, token);
    peer.subscribe('subscription { syncProgress { id } }');
    await peer.subscribe('subscription { nonsense }').over();
    await peer.leave();
    const stranger = Peer.of(test.url, `${token}x`);
    await stranger.closed();
  }

  /** A bug, on whose error everything hangs that it was about. */
  async function fail(): Promise<void> {
    const failure = Object.assign(new Error('planted failure'), {
      code: '23502',
      detail: `Failing row contains (${FIRST})`,
      parameters: [SECOND],
      query: `SELECT '${FIRST}'`,
      config: { headers: { authorization: `Bearer ${owner.token}` } },
      cause: Object.assign(new Error(`invalid input syntax for type uuid: "${FIRST}"`), { code: '22P02' }),
    });
    await ask('{ viewer { user { id } } }', {}, owner.token);
    const broken = jest.spyOn(Database.prototype, 'rows').mockRejectedValue(failure);
    await ask('{ viewer { user { id } } }', {}, owner.token);
    await ask(`mutation { login(input: {email: "${EMAIL}", password: "${FIRST}"}) { userErrors { code } } }`);
    await fetch(`${test.url}/exports/01a20556-0000-7000-8000-000000000000?expires=1&signature=${FIRST}`);
    broken.mockRestore();
  }

  it('has no secret in it, even at its most talkative', () => {
    expect([...planted.values()].every((secret) => secret.length >= 20)).toBe(true);
    expect(planted.size).toBeGreaterThanOrEqual(18);
    const all = text.join('');
    expect(all).toContain('planted failure');
    expect([...planted].filter(([, secret]) => all.includes(secret)).map(([name]) => name)).toEqual([]);
    // as they may stand in an address
    const encoded = [...planted].filter(([, secret]) => all.includes(encodeURIComponent(secret)));
    expect(encoded.map(([name]) => name)).toEqual([]);
    expect(all).not.toMatch(/argon2|gAAAA|eyJ[\w-]{10}/);
  });

  it('tells of every request once, under its id, with route and status and nothing of its address', () => {
    const told = requests();
    expect(new Set(told.map(({ requestId }) => requestId)).size).toBe(told.length);
    expect(told.every(({ requestId }) => typeof requestId === 'string')).toBe(true);
    const routes = new Set(told.map(({ route }) => route));
    expect(routes).toEqual(new Set(['/graphql', '/exports/:id', '/imports/products', '/metrics', null]));
  });

  it('tells whose a request was: of GraphQL and of routes beside it', () => {
    const whose = { tenantId: owner.tenantId, userId: owner.userId };
    const connected = requests().find(
      ({ operation, tenantId }) => operation === 'mutation' && tenantId !== undefined,
    );
    expect(connected).toMatchObject({ ...whose, level: 30, method: 'POST', route: '/graphql', status: 200 });
    expect(requests().find(({ route }) => route === '/imports/products')).toMatchObject(whose);
    expect(requests().find(({ route }) => route === '/metrics')).not.toHaveProperty('userId');
  });

  it('tells usually of what changes something or fails, and of all the rest to who wants to hear more', () => {
    const level = (line: Line): string => pino.levels.labels[line.level] ?? '';
    const queries = requests().filter(({ operation, codes }) => operation === 'query' && codes === undefined);
    expect(queries.length).toBeGreaterThan(0);
    expect(new Set(queries.map(level))).toEqual(new Set(['debug']));
    const mutations = requests().filter(({ operation }) => operation === 'mutation');
    expect(new Set(mutations.map(level))).toEqual(new Set(['info']));
    const refused = requests().filter(({ codes }) => codes !== undefined);
    expect(new Set(refused.map(level))).toEqual(new Set(['info']));
  });

  it('tells of a failure under the id that the client was told, and whose it was', () => {
    const failed = lines().find(({ msg, userId }) => msg === 'request failed' && userId !== undefined);
    expect(failed).toMatchObject({
      requestId: expect.any(String),
      tenantId: owner.tenantId,
      userId: owner.userId,
      err: { message: 'planted failure', code: '23502', cause: { code: '22P02' } },
    });
  });

  it('tells of jobs for whom they were', () => {
    const synced = lines().find(({ msg, queue }) => msg === 'job done' && queue === 'sync');
    expect(synced).toMatchObject({ tenantId: owner.tenantId, userId: owner.userId, ms: expect.any(Number) });
  });
});
