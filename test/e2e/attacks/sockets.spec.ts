import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApplication } from '../../../src/application.js';
import { RunRepository } from '../../../src/features/wildberries/sync/runs.repository.js';
import { sellerContext } from '../../../src/platform/context/index.js';
import { Database } from '../../../src/platform/database/index.js';
import { Announcements } from '../../../src/platform/events/index.js';
import { Feeds } from '../../../src/platform/subscriptions/index.js';
import { Sockets } from '../../../src/platform/subscriptions/sockets.js';
import { TestApp } from '../../support/app.js';
import { FixedClock } from '../../support/clock.js';
import { fingerprintOf } from '../../support/fingerprint.js';
import { until } from '../../support/program.js';
import { Peer, RawPeer } from '../../support/socket.js';
import { makeTeam, type Member, type Team } from '../../support/team.js';

const NOW = new Date('2026-11-20T09:00:00Z');
const WATCH = 'subscription ($runId: ID) { syncProgress(runId: $runId) { id state } }';
const NOWHERE = '01a20556-0000-7000-8000-000000000000';

describe('ASVS 4.4.2, 8.2.2: over a socket', () => {
  let test: TestApp;
  /** Where syncs run, as far as the first process can tell. */
  let other: NestFastifyApplication;
  let team: Team;
  let stranger: Awaited<ReturnType<TestApp['register']>>;
  const clock = new FixedClock(NOW);
  const peers: Peer[] = [];

  beforeAll(async () => {
    test = await TestApp.start({ clock });
    other = await createApplication(test.settings, clock);
    team = await makeTeam(test, 'team');
    stranger = await test.register('stranger');
  });
  afterEach(async () => {
    await Promise.all(peers.splice(0).map((peer) => peer.leave()));
    await until(() => test.app.get(Sockets, { strict: false }).counts.sockets === 0);
  });
  afterAll(async () => {
    await other.close();
    await test.stop();
  });

  function connect(token: string): Peer {
    const peer = Peer.of(test.url, token);
    peers.push(peer);
    return peer;
  }

  function runsOf({ userId }: Member) {
    const ctx = sellerContext(team.tenantId, userId, () => clock.now());
    const database = other.get(Database, { strict: false });
    const runs = other.get(RunRepository, { strict: false });
    return {
      open: async () => (await database.write(ctx, () => runs.open(ctx, userId))).id,
      finish: (id: string) => database.write(ctx, () => runs.finish(ctx, id, 'SUCCEEDED', null, clock.now())),
    };
  }

  const caughtUp = (): Promise<void> => test.app.get(Announcements, { strict: false }).caughtUp();

  it('nobody is told of a topic that is somebody else’s, whatever they call it', async () => {
    const runs = runsOf(team.user2);
    const id = await runs.open();
    const names = [NOWHERE, id, id.toUpperCase(), `{${id}}`, `${id} `, id.replaceAll('-', '')];
    const attacks = ["' OR true --", `${id}' OR '1'='1`, '*', '%', '__proto__', 'x'.repeat(10_000), ''];
    for (const token of [stranger.token, team.user.token]) {
      const peer = connect(token);
      const answers: unknown[] = [];
      for (const runId of [...names, ...attacks]) {
        const [answer] = await peer.subscribe(WATCH, { runId }).over();
        for (const { extensions } of answer?.errors ?? []) delete extensions.requestId;
        answers.push(answer);
      }
      expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
      expect(answers[0]).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
    }
    // and to whom it is for it is there
    expect(await connect(team.user2.token).subscribe(WATCH, { runId: id }).heard(1)).toEqual([
      { data: { syncProgress: { id, state: 'QUEUED' } } },
    ]);
    await runs.finish(id);
  });

  it('nobody is told of somebody else’s syncs by not naming any', async () => {
    // one that is under way, and heard of everywhere: who has been told of it has subscribed
    const owners = runsOf(team.owner);
    const first = await owners.open();
    await caughtUp();
    const [strangers, users, viewers] = [stranger.token, team.user.token, team.viewer.token].map((token) =>
      connect(token).subscribe(WATCH),
    );
    await viewers!.heard(1);
    await until(() => test.app.get(Feeds, { strict: false }).counts.feeds === 3);
    const runs = runsOf(team.user2);
    const id = await runs.open();
    await viewers!.heard(2);
    await runs.finish(id);
    expect(
      (await viewers!.heard(3)).map(({ data: { syncProgress: run } }) => [
        run.id as string,
        run.state as string,
      ]),
    ).toEqual([
      [first, 'QUEUED'],
      [id, 'QUEUED'],
      [id, 'SUCCEEDED'],
    ]);
    await caughtUp();
    expect([strangers!.told, users!.told]).toEqual([[], []]);
    await owners.finish(first);
  });

  it.each([
    ['a change', 'mutation { logout(input: {everywhere: true}) { endedSessions } }'],
    ['a question', '{ viewer { user { email } } }'],
    ['introspection', '{ __schema { types { name } } }'],
    [
      'two at once',
      'subscription A { syncProgress { id } } mutation B { logout(input: {}) { endedSessions } }',
    ],
    ['two subscriptions in one', 'subscription { syncProgress { id } b: syncProgress { id } }'],
    ['__typename alone', 'subscription { __typename }'],
    ['a field that is none', 'subscription { auditLog { id } }'],
    ['what is no document', 'subscription {'],
  ])('nothing else is answered, and nothing changes: %s', async (_name, query) => {
    const before = await fingerprintOf(test.database);
    const [answer] = await connect(team.owner.token).subscribe(query).over();
    expect(answer?.data ?? null).toBeNull();
    expect(answer?.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    expect(JSON.stringify(answer)).not.toMatch(/did you mean/i);
    expect(await fingerprintOf(test.database)).toEqual(before);
  });

  it('a token that has ended opens nothing, and what it has opened is told nothing more', async () => {
    const runs = runsOf(team.owner);
    // heard of everywhere before anybody subscribes: who subscribes in between is told of it twice
    const id = await runs.open();
    await caughtUp();
    const open = connect(team.owner.token);
    const subscribed = open.subscribe(WATCH);
    await subscribed.heard(1);
    clock.advance(15 * 60_000);
    try {
      expect(await RawPeer.of(test.url).signIn(team.owner.token)).toBe(false);
      await runs.finish(id);
      expect(await open.closed()).toEqual({ code: 4401, reason: 'Unauthorized' });
      expect(subscribed.told).toHaveLength(1);
    } finally {
      clock.set(NOW);
    }
  });
});
