import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { buildSchema } from 'graphql';
import { pino, type Logger } from 'pino';
import {
  startWildberriesSimulator,
  type WildberriesSimulator,
} from '../../../simulators/wildberries/index.js';
import { AccountMailJobHandler } from '../../../src/features/users/account-mails/jobs/account-mail.job.js';
import { Database } from '../../../src/platform/database/index.js';
import { ACCOUNT_MAIL_QUEUE, DELIVERY_QUEUE } from '../../../src/platform/jobs/index.js';
import { Mails } from '../../../src/platform/mail/index.js';
import { LOGGER } from '../../../src/platform/observability/index.js';
import { TestApp } from '../../support/app.js';
import { FixedClock } from '../../support/clock.js';
import { wholeDocument } from '../../support/whole-document.js';

const schema = buildSchema(readFileSync(`${import.meta.dirname}/../../../schema.graphql`, 'utf8'));
const NOW = new Date('2026-11-20T09:00:00Z');
const FIRST = 'planted first password';
const SECOND = 'planted second password';
const THIRD = 'planted third password';
const WRONG = 'planted wrong password';
const TYPED = 'planted-in-the-wrong-field';

interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
}
type Answers = Record<string, { readonly tokens: Tokens; readonly userErrors: unknown[] } | undefined>;

describe('ASVS 13.3.1, 14.2.1, 16.2.5: a secret', () => {
  let simulator: WildberriesSimulator;
  let test: TestApp;
  const log: string[] = [];
  /** By what it is. */
  const planted = new Map<string, string>();

  beforeAll(async () => {
    simulator = await startWildberriesSimulator({ now: NOW, days: 2, cards: 2, limits: false });
    test = await TestApp.start({
      clock: new FixedClock(NOW),
      worker: false,
      wildberriesOrigin: simulator.origin,
      env: { LOG_LEVEL: 'trace' },
    });
    const logger = test.app.get<Logger>(LOGGER) as unknown as Record<symbol, unknown>;
    logger[pino.symbols.streamSym] = { write: (line: string) => log.push(line) };
    await liveThrough();
  });
  afterAll(async () => {
    await test.stop();
    await simulator.close();
  });

  async function ask(query: string, variables: object = {}, token?: string): Promise<Answers> {
    return (await test.graphql(query, variables, token)).data as Answers;
  }

  /** All that somebody does who has secrets, well and badly. */
  async function liveThrough(): Promise<void> {
    const email = 'planted@example.com';
    for (const password of [FIRST, SECOND, THIRD, WRONG]) planted.set(password, password);
    planted.set('a text in the wrong field', TYPED);
    planted.set('the secret of access tokens', test.settings.jwtSecret);
    planted.set('the key of encryption', test.settings.encryptionKeys);
    const keep = (what: string, { accessToken, refreshToken }: Tokens) => {
      planted.set(`${what} access token`, accessToken);
      planted.set(`${what} refresh token`, refreshToken);
    };
    const login = `mutation ($email: String!, $password: String!) { login(input: {email: $email, password: $password}) { tokens { accessToken refreshToken } userErrors { code } } }`;
    const registered = await ask(
      `mutation ($email: String!, $password: String!) { register(input: {email: $email, password: $password, tenantName: "x"}) { tokens { accessToken refreshToken } } }`,
      { email, password: FIRST },
    );
    keep('first', registered.register!.tokens);
    await ask(login, { email, password: WRONG });
    await ask(login, { email: TYPED, password: WRONG });
    const signedIn = await ask(login, { email, password: FIRST });
    keep('second', signedIn.login!.tokens);
    const token = signedIn.login!.tokens.accessToken;
    const refresh = `mutation ($t: String!) { refreshSession(input: {refreshToken: $t}) { tokens { accessToken refreshToken } userErrors { code } } }`;
    const refreshed = await ask(refresh, { t: registered.register!.tokens.refreshToken });
    keep('third', refreshed.refreshSession!.tokens);

    const apiKey = simulator.mintToken();
    planted.set('the key of the marketplace', apiKey);
    const noKey = `planted-${apiKey.replaceAll('.', '-')}`;
    planted.set('a key that is none', noKey);
    const connect = `mutation ($key: String!) { connectWildberries(input: {apiKey: $key}) { userErrors { code } } }`;
    const refused = await ask(connect, { key: noKey }, token);
    expect(refused.connectWildberries!.userErrors).not.toEqual([]);
    expect(await ask(connect, { key: apiKey }, token)).toEqual({ connectWildberries: { userErrors: [] } });

    const change = `mutation ($old: String!, $new: String!) { changePassword(input: {currentPassword: $old, newPassword: $new}) { userErrors { code } } }`;
    await ask(change, { old: WRONG, new: SECOND }, token);
    expect(await ask(change, { old: FIRST, new: SECOND }, token)).toEqual({
      changePassword: { userErrors: [] },
    });

    await ask(`mutation ($email: String!) { requestPasswordReset(input: {email: $email}) { accepted } }`, {
      email,
    });
    planted.set('the token of a mail', await tokenOfMail());
    const reset = `mutation ($t: String!, $new: String!) { resetPassword(input: {token: $t, newPassword: $new}) { userErrors { code } } }`;
    const given = { t: planted.get('the token of a mail'), new: THIRD };
    expect(await ask(reset, given)).toEqual({ resetPassword: { userErrors: [] } });
    await ask(reset, given);

    // and what goes wrong: a document that is none, an input of another form, a bug, a header that is none
    await ask(`mutation { login(input: {email: "${email}", password: "${WRONG}" }`);
    await ask(login, { email, password: [WRONG] });
    await ask('{ viewer { user { id } } }', {}, `${token}x`);
    const broken = jest.spyOn(Database.prototype, 'rows').mockRejectedValue(new Error('planted failure'));
    await ask(login, { email, password: THIRD });
    await ask(connect, { key: apiKey }, token);
    broken.mockRestore();
  }

  /** Writes the mails that were asked for, as a worker does; of the last one the token. */
  async function tokenOfMail(): Promise<string> {
    const jobs = async <Job>(queue: string) =>
      (
        await test.database.query<{ data: Job }>(
          'SELECT data FROM pgboss.job WHERE name = $1 ORDER BY created_on',
          [queue],
        )
      ).map(({ data }) => data);
    const writer = test.app.get(AccountMailJobHandler, { strict: false });
    for (const job of await jobs<Parameters<typeof writer.handle>[0]>(ACCOUNT_MAIL_QUEUE))
      await writer.handle(job);
    const mails = test.app.get(Mails, { strict: false });
    const texts = (await jobs<Parameters<Mails['open']>[0]>(DELIVERY_QUEUE)).map((job) => mails.open(job));
    const token = /[A-Za-z0-9_-]{43}/.exec(
      texts.findLast(({ text }) => text.includes('reset'))?.text ?? '',
    )?.[0];
    if (token === undefined) throw new Error('No mail has brought a token');
    return token;
  }

  const found = (text: string): string[] =>
    [...planted].filter(([, secret]) => text.includes(secret)).map(([name]) => name);

  it('is planted in every place where one can be given', () => {
    expect([...planted.values()].every((secret) => secret.length >= 20)).toBe(true);
    expect(planted.size).toBe(16);
  });

  it('is in no row of any table: not in the audit log, not in notifications, not in jobs', async () => {
    const tables = await test.database.query<{ name: string }>(
      `SELECT c.oid::regclass::text AS name FROM pg_class c
       WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relnamespace IN ('public'::regnamespace, 'pgboss'::regnamespace)`,
    );
    for (const { name } of tables) {
      const [row] = await test.database.query<{ all: string | null }>(
        `SELECT string_agg(t::text, E'\n') AS all FROM ${name} AS t`,
      );
      expect([name, found(row?.all ?? '')]).toEqual([name, []]);
    }
    const [audit] = await test.database.query<{ actions: string[] }>(
      'SELECT array_agg(DISTINCT action ORDER BY action) AS actions FROM audit_log',
    );
    // what was done is noted; only not with which secret
    expect(audit?.actions).toEqual([
      'auth.login',
      'auth.login_failed',
      'auth.password_change_failed',
      'auth.password_changed',
      'auth.password_reset',
      'auth.register',
      'wildberries.connect',
    ]);
  });

  it('is in no line of the log, even at its most talkative', () => {
    const text = log.join('');
    expect(text).toContain('planted failure');
    expect(found(text)).toEqual([]);
    // nor is what it is made from, or what a statement was given
    expect(text).not.toMatch(/"(password|token|apiKey|authorization|parameters|query)":"(?!\[Redacted\])/);
  });

  it('is in no answer about whose it is', async () => {
    const document = wholeDocument(schema, 'Query.viewer');
    const { data } = await test.graphql(LOGIN, { password: THIRD });
    const token = data.login.tokens.accessToken as string;
    const answer = await test.graphql(document, {}, token);
    expect(answer.data.viewer.user.hasWildberriesKey).toBe(true);
    expect(found(JSON.stringify(answer))).toEqual([]);
    expect(JSON.stringify(answer)).not.toMatch(/argon2|gAAAA|hash/i);
  });
});

const LOGIN = `mutation ($password: String!) { login(input: {email: "planted@example.com", password: $password}) { tokens { accessToken } } }`;
