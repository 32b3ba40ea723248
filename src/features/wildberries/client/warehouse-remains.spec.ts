import { describe, expect, it } from '@jest/globals';
import { baseSeller, collect, FakeApi, json, sample, seller, START } from './testing/fake-api.js';
import type { Answer } from './testing/fake-api.js';
import { WarehouseRemainsSource } from './warehouse-remains.js';

const ROOT = '/api/v1/warehouse_remains';
const created = (taskId: string) => json({ data: { taskId } });
const status = (value: string) => json({ data: { id: 't', status: value } });
const report = { body: sample('warehouse-remains.download.json') };
const gone = { status: 404, body: sample('error-404-task.json') };

function source(
  answers: readonly Answer[],
  options: ConstructorParameters<typeof WarehouseRemainsSource>[2] = {},
) {
  const api = FakeApi.inTurn(answers);
  return { api, remains: new WarehouseRemainsSource(api.http, seller, options) };
}

describe('WarehouseRemainsSource', () => {
  it('creates, polls and downloads; totals are left out and what is on its way stands apart', async () => {
    const { api, remains } = source([
      { body: sample('warehouse-remains.create.json') },
      status('new'),
      status('processing'),
      { body: sample('warehouse-remains.status.json') },
      report,
    ]);
    const row = { nmId: 183804172, owner: 'wb', inWayToClient: 0, inWayFromClient: 0 };
    expect((await collect(remains.rows())).flat()).toEqual([
      { ...row, warehouseName: 'Склад WB РФ', quantity: 134 },
      { ...row, warehouseName: 'Склад WB СГТ РФ', quantity: 10 },
      { ...row, warehouseName: 'Минск', quantity: 123 },
      { ...row, warehouseName: null, quantity: 0, inWayToClient: 14, inWayFromClient: 4 },
    ]);
    const task = `${ROOT}/tasks/219eaecf-e532-4bd8-9f15-8036ec1b042d`;
    expect(api.paths()).toEqual([
      ROOT,
      `${task}/status`,
      `${task}/status`,
      `${task}/status`,
      `${task}/download`,
    ]);
    expect(api.seen[0]?.query).toEqual({ locale: 'ru', groupByNm: 'true' });
    expect(api.seen.map((seen) => seen.atMs - START)).toEqual([0, 5000, 10_000, 15_000, 15_000]);
  });

  it.each([
    ['purged', status('purged')],
    ['canceled', status('canceled')],
    ['unknown', gone],
  ])('makes another task when one is %s', async (_, lost) => {
    const { api, remains } = source([created('a'), lost, created('b'), status('done'), report]);
    expect((await collect(remains.rows())).flat()).toHaveLength(4);
    expect(api.paths().at(-1)).toBe(`${ROOT}/tasks/b/download`);
  });

  it('makes another task when the file is gone', async () => {
    const { remains } = source([created('a'), status('done'), gone, created('b'), status('done'), report]);
    expect((await collect(remains.rows())).flat()).toHaveLength(4);
  });

  it('does not make tasks for ever', async () => {
    const { api, remains } = source([created('a'), gone, created('b'), gone, created('c'), gone]);
    await expect(collect(remains.rows())).rejects.toMatchObject({ kind: 'unavailable' });
    expect(api.seen).toHaveLength(6);
  });

  it('does not poll for ever, takes an unknown status for waiting, and goes on with the same task', async () => {
    const { api, remains } = source(
      [created('a'), status('thinking'), { status: 204 }, status('done'), report],
      { maxPolls: 2 },
    );
    await expect(collect(remains.rows())).rejects.toMatchObject({ kind: 'unavailable' });
    expect((await collect(remains.rows())).flat()).toHaveLength(4);
    expect(api.paths().filter((path) => path === ROOT)).toHaveLength(1);
  });

  it('keeps the task of a base token over the quarter of an hour between polls', async () => {
    const api = FakeApi.inTurn([created('a'), status('processing'), status('done'), report, created('b')]);
    let saved: string | null = null;
    const tasks = {
      load: () => Promise.resolve(saved),
      save: (id: string | null) => Promise.resolve(void (saved = id)),
    };
    const remains = () => new WarehouseRemainsSource(api.http, baseSeller, { tasks });
    const error = await collect(remains().rows()).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ kind: 'throttled', retryAt: new Date(START + 60_000 + 905_000) });
    expect(saved).toBe('a');
    api.nowMs = START + 60_000 + 905_000;
    expect((await collect(remains().rows())).flat()).toHaveLength(4);
    expect(saved).toBeNull();
  });

  it.each([
    ['no content', { status: 204 }],
    ['an empty report', { body: '[]' }],
  ])('takes %s for no data', async (_, answer) => {
    const { remains } = source([created('a'), status('done'), answer]);
    await expect(collect(remains.rows())).rejects.toMatchObject({ kind: 'no_data' });
  });

  it('takes products without any warehouse for empty shelves', async () => {
    const { remains } = source([
      created('a'),
      status('done'),
      json([{ nmId: 1, warehouses: [] }, { nmId: 2 }]),
    ]);
    expect(await collect(remains.rows())).toEqual([]);
  });

  it('leaves a product with a bad quantity out whole, and counts it', async () => {
    const good = { nmId: 1, warehouses: [{ warehouseName: 'Минск', quantity: 5 }] };
    const wrong = { nmId: 2, warehouses: [...good.warehouses, { warehouseName: 'Минск', quantity: -5 }] };
    const { remains } = source([created('a'), status('done'), json([good, wrong])]);
    expect((await collect(remains.rows())).flat()).toMatchObject([{ nmId: 1, quantity: 5 }]);
    expect(remains.report).toEqual({
      rejected: { count: 1, firstReason: 'quantity is not a quantity' },
      sellerWarehouses: 'not_covered',
    });
  });

  it('forgets the task of a broken file', async () => {
    const cut = { body: sample('warehouse-remains.download.json').slice(0, 400) };
    const { remains } = source([created('a'), status('done'), cut, created('b'), status('done'), report]);
    await expect(collect(remains.rows())).rejects.toMatchObject({ kind: 'invalid_response' });
    // The download of a personal token is one a minute.
    expect((await collect(remains.rows())).flat()).toHaveLength(4);
  });

  it('refuses a task without an id', async () => {
    const { remains } = source([json({ data: {} })]);
    await expect(collect(remains.rows())).rejects.toMatchObject({ kind: 'invalid_response' });
  });
});
