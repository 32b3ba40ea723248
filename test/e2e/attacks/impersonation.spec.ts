import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { buildSchema } from 'graphql';
import {
  startWildberriesSimulator,
  type WildberriesSimulator,
} from '../../../simulators/wildberries/index.js';
import { AccessGuard } from '../../../src/platform/access/access.guard.js';
import { LINES, NOW } from '../../contract/matrix/lines.js';
import { Questions } from '../../contract/matrix/questions.js';
import { World } from '../../contract/matrix/world.js';
import { PASSWORD, TestApp } from '../../support/app.js';
import { FixedClock } from '../../support/clock.js';
import { fingerprintOf } from '../../support/fingerprint.js';
import { Peer } from '../../support/socket.js';
import { BOT_TOKEN, initDataOf } from '../../support/telegram.js';

const schema = buildSchema(readFileSync(`${import.meta.dirname}/../../../schema.graphql`, 'utf8'));
const MUTATIONS = Object.keys(schema.getMutationType()?.getFields() ?? {}).map((name) => `Mutation.${name}`);
const MEMBER = 'mark-a-owner@example.com';
const IMPERSONATE = `mutation ($userId: ID!) {
  impersonateUser(input: {userId: $userId, reason: "to be tried"}) { tokens { accessToken refreshToken } }
}`;

/** With what each would change something, where the least that it must be given would not. */
const INPUTS: Readonly<Record<string, object>> = {
  'Mutation.changePassword': { currentPassword: PASSWORD, newPassword: 'another fine password' },
  'Mutation.linkTelegram': { initData: initDataOf({ id: 7 }, NOW) },
  'Mutation.login': { email: MEMBER, password: PASSWORD },
  'Mutation.loginWithTelegram': { initData: initDataOf({ id: 8 }, NOW) },
  'Mutation.logout': { everywhere: true },
  'Mutation.register': { email: 'new@example.com', password: PASSWORD, tenantName: 'new' },
  'Mutation.requestPasswordReset': { email: MEMBER },
  'Mutation.updateProfile': { email: 'thief@example.com', fullName: 'x', phone: '1' },
};

describe.each([
  ['both walls', true],
  ['the database alone', false],
])('ASVS 8.2.1: whoever looks through the eyes of an owner, with %s', (_name, guard) => {
  let simulator: WildberriesSimulator;
  let test: TestApp;
  let world: World;
  let token: string;
  let refreshToken: string;
  let passwordHash: string;
  const clock = new FixedClock(NOW);

  beforeAll(async () => {
    simulator = await startWildberriesSimulator({ now: NOW, days: 2, cards: 2, limits: false });
    test = await TestApp.start({
      clock,
      worker: false,
      wildberriesOrigin: simulator.origin,
      env: {
        LIMIT_DEPTH: '100',
        LIMIT_COST: '10000000',
        LIMIT_TOKENS: '100000',
        TELEGRAM_BOT_TOKEN: BOT_TOKEN,
      },
    });
    world = await World.seed(test, () => {
      clock.advance(1_000);
    });
    const opened = await world.ask('platform', IMPERSONATE, { userId: world.idOf('a-owner', 'user') });
    token = opened.data.impersonateUser.tokens.accessToken;
    const { data } = await test.graphql(
      `mutation { login(input: {email: "${MEMBER}", password: "${PASSWORD}"}) { tokens { refreshToken } } }`,
    );
    refreshToken = data.login.tokens.refreshToken;
    const [member] = await test.database.query<{ passwordHash: string }>(
      'SELECT password_hash AS "passwordHash" FROM users WHERE email = $1',
      [MEMBER],
    );
    passwordHash = member?.passwordHash ?? '';
    if (!guard) jest.spyOn(AccessGuard.prototype, 'canActivate').mockReturnValue(true);
  });
  afterAll(async () => {
    jest.restoreAllMocks();
    await test.stop();
    await simulator.close();
  });

  function sentFor(place: string): { document: string; variables: object } {
    const { document, variables } = new Questions(schema, place, world).sentBy('owner');
    const input = place === 'Mutation.refreshSession' ? { refreshToken } : INPUTS[place];
    return { document, variables: input ? { input } : variables };
  }

  it.each(MUTATIONS)('changes nothing: %s', async (place) => {
    const { document, variables } = sentFor(place);
    const before = await fingerprintOf(test.database);
    const { data, errors } = await test.graphql(document, variables, token);
    if (guard) {
      expect(errors?.map(({ message, extensions }) => [message, extensions.code])).toEqual([
        ['Impersonation is read-only: nothing can be changed by this token.', 'FORBIDDEN'],
      ]);
      expect(data).toBeNull();
    }
    expect(await fingerprintOf(test.database)).toEqual(before);
  });

  it('reads over a socket as the member does, and no further than the token lasts', async () => {
    const peer = Peer.of(test.url, token);
    const runId = world.idOf('a-user2', 'syncRun');
    const watch = 'subscription ($runId: ID) { syncProgress(runId: $runId) { id } }';
    expect(await peer.subscribe(watch, { runId }).over()).toEqual([
      { data: { syncProgress: { id: runId } } },
    ]);
    const strangers = peer.subscribe(watch, { runId: world.idOf('b-owner', 'syncRun') });
    expect((await strangers.over())[0]?.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    await peer.leave();
  });

  // last: the member's own token does what that of the administrator has not done
  if (guard) {
    const byOwner = MUTATIONS.filter((place) => LINES[place]?.may.includes('owner'));

    it.each(byOwner)('is refused as such alone: the member is not, by %s', async (place) => {
      const { document, variables } = sentFor(place);
      // what one of them changes of how the member signs in is taken back for the next
      await test.database.query('UPDATE users SET email = $2, password_hash = $3 WHERE id = $1', [
        world.idOf('a-owner', 'user'),
        MEMBER,
        passwordHash,
      ]);
      const { errors } = await test.graphql(document, variables, await test.login(MEMBER));
      expect(errors).toBeUndefined();
    });
  }
});
