import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { hearBreaks } from '../../src/platform/database/connect.js';
import { Snapshot } from '../../src/platform/database/snapshot.js';
import { SnapshotConnections } from '../../src/platform/database/snapshot-connections.js';
import { statement } from '../../src/platform/database/statement.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

const COUNT = statement<{ count: number }>('SELECT count(*)::integer AS count FROM seen');
const PROCESS = statement<{ pid: number }>('SELECT pg_backend_pid() AS pid');

describe('connections for snapshots', () => {
  let database: TestDatabase;
  let pool: pg.Pool;
  let connections: SnapshotConnections;

  beforeAll(async () => {
    database = await createTestDatabase();
    await database.query('CREATE TABLE seen (id integer)');
  });
  afterAll(() => database.drop());

  beforeEach(async () => {
    pool = new pg.Pool({
      connectionString: database.urls.superuser,
      max: 1,
      pipeline: true,
    });
    pool.on('error', () => undefined);
    connections = new SnapshotConnections(pool);
  });
  afterEach(() => pool.end());

  it('end one transaction together with the beginning of the next, which sees what came between', async () => {
    const first = new Snapshot(connections, null);
    expect(await first.rows(COUNT, [])).toEqual([{ count: 0 }]);
    await database.query('INSERT INTO seen VALUES (1)');
    expect(await first.rows(COUNT, [])).toEqual([{ count: 0 }]);
    first.close();
    await new Promise(setImmediate);
    const second = new Snapshot(connections, null);
    expect(await second.rows(COUNT, [])).toEqual([{ count: 1 }]);
    second.close();
    await database.query('DELETE FROM seen');
  });

  it('go on with the connection that has just been given back', async () => {
    const { client, before } = await connections.take();
    expect(before).toBe('');
    await client.query('BEGIN');
    connections.giveBack(client);
    const again = await connections.take();
    expect([again.client === client, again.before]).toEqual([true, 'COMMIT; ']);
    connections.giveBack(client);
  });

  it('go to whoever waits in the queue of the pool before any reader', async () => {
    const order: string[] = [];
    const { client } = await connections.take();
    const waiting = pool.connect().then((writer) => {
      order.push('writer');
      writer.release();
    });
    connections.giveBack(client);
    const reader = connections.take().then((taken) => {
      order.push('reader');
      connections.giveBack(taken.client);
    });
    await Promise.all([waiting, reader]);
    expect(order).toEqual(['writer', 'reader']);
  });

  it('are heard from the moment at which they leave the pool, whoever takes them', async () => {
    hearBreaks(pool);
    const listeners = await new Promise<number>((resolve) => {
      pool.connect((_error, client, done) => {
        resolve(client?.listenerCount('error') ?? 0);
        done();
      });
    });
    expect(listeners).toBe(1);
  });

  it('hand out nothing that was read outside of a transaction, since the one before did not end', async () => {
    const taken = await connections.take();
    // what stands before BEGIN is sent with it
    const failing = { ...taken, before: 'SELECT 1 / 0; ' as 'COMMIT; ' };
    connections.take = () => Promise.resolve(failing);
    const snapshot = new Snapshot(connections, null);
    await expect(snapshot.rows(COUNT, [])).rejects.toThrow('division by zero');
    await expect(snapshot.rows(COUNT, [])).rejects.toThrow('division by zero');
    snapshot.close();
    const next = new Snapshot(new SnapshotConnections(pool), null);
    expect(await next.rows(COUNT, [])).toEqual([{ count: 0 }]);
    next.close();
  });

  it('leave aside the connection that has broken', async () => {
    const { client } = await connections.take();
    const { rows } = await client.query<{ pid: number }>(PROCESS.text);
    const broke = new Promise((resolve) => client.once('end', resolve));
    await database.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid]);
    await broke;
    connections.giveBack(client);
    const next = new Snapshot(connections, null);
    expect(await next.rows(PROCESS, [])).not.toEqual(rows);
    next.close();
  });
});
