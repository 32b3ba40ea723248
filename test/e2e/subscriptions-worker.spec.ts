import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startWildberriesSimulator, type WildberriesSimulator } from '../../simulators/wildberries/index.js';
import { TestApp } from '../support/app.js';
import { Program, until } from '../support/program.js';
import { Peer } from '../support/socket.js';

const CONNECT = `mutation ($key: String!) {
  connectWildberries(input: {apiKey: $key}) { userErrors { code message } }
}`;
const PROGRESS = `subscription {
  syncProgress { state progress productsSynced salesWritten error datasets { dataset state } user { email } }
}`;

describe('a sync in a worker', () => {
  let simulator: WildberriesSimulator;
  let test: TestApp;
  let worker: Program;

  beforeAll(async () => {
    simulator = await startWildberriesSimulator({
      seed: 7, cards: 30, warehouses: 2, ownWarehouses: 1, days: 20, sales: 200, limits: false,
    }); // prettier-ignore
    test = await TestApp.start({ wildberriesOrigin: simulator.origin });
    worker = Program.start('worker', {
      DATABASE_URL: test.database.urls.app,
      DATABASE_SYSTEM_URL: test.database.urls.system,
      JWT_SECRET: test.settings.jwtSecret,
      ENCRYPTION_KEYS: test.settings.encryptionKeys,
      WB_ORIGIN: simulator.origin,
      WB_LIMITS: 'off',
    });
  });
  afterAll(async () => {
    worker.kill('SIGKILL');
    await worker.exited;
    await test.stop();
    await simulator.close();
  });

  it('is told of step by step to those who watch it through the API, and to nobody else', async () => {
    const account = await test.register('watcher');
    const stranger = await test.register('strange');
    const peers = [Peer.of(test.url, account.token), Peer.of(test.url, stranger.token)] as const;
    const [own, strange] = peers.map((peer) => peer.subscribe(PROGRESS));
    const connected = await test.graphql(CONNECT, { key: simulator.mintToken() }, account.token);
    expect(connected.data.connectWildberries.userErrors).toEqual([]);

    await until(() => /SUCCEEDED|PARTIAL|FAILED/.test(own!.told.at(-1)?.data.syncProgress.state as string));
    const told = own!.told.map(
      ({ data }) => data.syncProgress as { progress: number; productsSynced: number; datasets: object[] },
    );
    const progress = told.map((run) => run.progress);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
    // more than beginning and end, although what comes fast is told together
    expect(new Set(progress).size).toBeGreaterThanOrEqual(3);
    const [run] = await test.database.query<object>(
      `SELECT state, progress, products_synced AS "productsSynced", sales_written AS "salesWritten", error
       FROM sync_runs WHERE user_id = $1`,
      [account.userId],
    );
    expect(told.at(-1)).toMatchObject({ ...run, state: 'SUCCEEDED', user: { email: account.email } });
    expect(told.at(-1)?.productsSynced).toBeGreaterThanOrEqual(30);
    expect(told.at(-1)?.datasets).toEqual(
      ['cards', 'prices', 'stock', 'orders', 'sales'].map((dataset) => ({ dataset, state: 'SUCCEEDED' })),
    );
    expect(strange!.told).toEqual([]);
    await Promise.all(peers.map((peer) => peer.leave()));
  });
});
