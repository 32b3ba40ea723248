import { afterAll, beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';
import { systemContext } from '../../src/platform/context/index.js';
import { Database } from '../../src/platform/database/index.js';
import { JobQueue } from '../../src/platform/jobs/index.js';
import { QUEUE_NAMES } from '../../src/platform/jobs/queues.js';
import { TestApp } from '../support/app.js';

const LISTENS = /^LISTEN ("\w+")$/;

let test: TestApp;
let client: pg.Client;

beforeAll(async () => {
  test = await TestApp.start();
  client = new pg.Client(test.database.urls.superuser);
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await test.stop();
});

it('tells workers at once of what somebody waits for, when it is committed', async () => {
  const sessions = await test.database.query<{ query: string }>(
    `SELECT query FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'stock-tracker-jobs'`,
  );
  const channels = sessions.flatMap(({ query }) => LISTENS.exec(query)?.[1] ?? []);
  expect(channels).toHaveLength(1);
  const told: string[] = [];
  const toldAll = new Promise<void>((resolve) =>
    client.on('notification', ({ payload = '' }) => (payload === 'all' ? resolve() : told.push(payload))),
  );
  await client.query(`LISTEN ${channels[0]}`);
  const ctx = systemContext('test');
  const queue = test.app.get(JobQueue, { strict: false });
  const database = test.app.get(Database, { strict: false });
  await database.write(ctx, async () => {
    for (const name of QUEUE_NAMES) expect(await queue.enqueue(ctx, name, {})).not.toBeNull();
    await test.database.query(`NOTIFY ${channels[0]}, 'before the commit'`);
  });
  await test.database.query(`NOTIFY ${channels[0]}, 'all'`);
  await toldAll;
  expect(told).toEqual(['before the commit', 'sync', 'export', 'account-mail', 'delivery']);
});
