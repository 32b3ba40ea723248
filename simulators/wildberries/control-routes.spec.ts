import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startWildberriesSimulator, type WildberriesSimulator } from './index.js';
import { clientOf, type SimulatorClient } from './simulator-client.js';

const NOW = '2026-11-22T09:00:00.000Z';
let simulator: WildberriesSimulator;
let client: SimulatorClient;

beforeAll(async () => {
  simulator = await startWildberriesSimulator({ now: NOW, limits: false, cards: 100, days: 20, sales: 300 });
  client = clientOf(simulator);
});
afterAll(() => simulator.close());

interface CardPage {
  cards: { nmID: number; title: string; updatedAt: string }[];
  cursor: { updatedAt: string; nmID: number; total: number };
}

async function cards(cursor: object = {}): Promise<CardPage> {
  const settings = {
    sort: { ascending: true },
    filter: { withPhoto: -1 },
    cursor: { limit: 100, ...cursor },
  };
  return (await client.post('/content/v2/get/cards/list', { settings })).json<CardPage>();
}

describe('control routes', () => {
  it('read, set and advance simulated time', async () => {
    expect((await client.get('/__control/time')).json()).toEqual({ now: NOW, flows: false });
    const moved = await client.post('/__control/time', { advanceDays: 1, advanceSeconds: 60 });
    expect(moved.json()).toEqual({ now: '2026-11-23T09:01:00.000Z', flows: false });
    expect(simulator.now().toISOString()).toBe('2026-11-23T09:01:00.000Z');
    expect((await client.post('/__control/time', { now: NOW })).json()).toEqual({ now: NOW, flows: false });
    expect((await client.post('/__control/time', { now: 'soon' })).status).toBe(400);
  });

  it('touch, trash and restore a card', async () => {
    const all = await cards();
    const touched = all.cards[30];
    await client.post('/__control/cards', { nmId: touched?.nmID, action: 'touch' });
    const { updatedAt, nmID } = all.cursor;
    const news = await cards({ updatedAt, nmID });
    expect(news.cards.map((card) => card.nmID)).toEqual([touched?.nmID]);
    expect(news.cards[0]?.title).not.toBe(touched?.title);
    expect(news.cards[0]?.updatedAt).toBe('2026-11-22T09:00:00Z');
    await client.post('/__control/cards', { nmId: touched?.nmID, action: 'trash' });
    expect((await cards()).cursor.total).toBe(99);
    const prices = await client.get('/api/v2/list/goods/filter?limit=1000');
    expect(prices.json<{ data: { listGoods: object[] } }>().data.listGoods).toHaveLength(99);
    await client.post('/__control/cards', { nmId: touched?.nmID, action: 'restore' });
    expect((await cards()).cursor.total).toBe(100);
    expect((await client.post('/__control/cards', { nmId: 1, action: 'touch' })).status).toBe(400);
  });

  it('change exactly the share asked for, the same in an equal simulator', async () => {
    const twin = await startWildberriesSimulator({
      now: NOW,
      limits: false,
      cards: 100,
      days: 20,
      sales: 300,
      seed: 9,
    });
    const other = await startWildberriesSimulator({
      now: NOW,
      limits: false,
      cards: 100,
      days: 20,
      sales: 300,
      seed: 9,
    });
    const before = twin.truth();
    const answer = await clientOf(twin).post('/__control/change', { share: 0.1 });
    await clientOf(other).post('/__control/change', { share: 0.1 });
    const after = twin.truth();
    const counts = answer.json<{ cards: number; levels: number }>();
    const titles = after.cards.filter((card, i) => card.title !== before.cards[i]?.title);
    const levels = after.stock.filter((fact) => fact.adjusted > 0);
    expect(counts).toEqual({ cards: titles.length, levels: levels.length });
    expect(titles).toHaveLength(10);
    const supplied = twin.truth().stock.length;
    expect(Math.abs(levels.length / supplied - 0.1)).toBeLessThan(0.02);
    expect(JSON.stringify(other.truth())).toBe(JSON.stringify(after));
    for (const fact of levels) {
      const was = before.stock.find(
        (old) => old.chrtId === fact.chrtId && old.warehouseId === fact.warehouseId,
      );
      expect(fact.quantity).toBe((was?.quantity ?? 0) + fact.adjusted);
    }
    expect((await clientOf(twin).post('/__control/change', { share: 2 })).status).toBe(400);
    await twin.close();
    await other.close();
  });

  it('mint tokens and end remains tasks', async () => {
    const { token } = (await client.post('/__control/tokens', { sid: 'new', type: 'service' })).json<{
      token: string;
    }>();
    const info = await clientOf(simulator, token).get('/api/v1/seller-info');
    expect(info.json()).toMatchObject({ sid: 'new' });
    const created = await client.get('/api/v1/warehouse_remains?groupByNm=true');
    const { taskId } = created.json<{ data: { taskId: string } }>().data;
    await client.post('/__control/tasks', { status: 'purged' });
    const status = await client.get(`/api/v1/warehouse_remains/tasks/${taskId}/status`);
    expect(status.json()).toEqual({ data: { id: taskId, status: 'purged' } });
    expect((await client.get(`/api/v1/warehouse_remains/tasks/${taskId}/download`)).status).toBe(404);
  });

  it('the remains report agrees with the stock report', async () => {
    const created = await client.get('/api/v1/warehouse_remains?groupByNm=true&groupByBarcode=true');
    const { taskId } = created.json<{ data: { taskId: string } }>().data;
    const base = `/api/v1/warehouse_remains/tasks/${taskId}`;
    await client.get(`${base}/status`);
    await client.get(`${base}/status`);
    interface Remains {
      barcode: string;
      warehouses: { warehouseName: string; quantity: number }[];
    }
    const rows = (await client.get(`${base}/download`)).json<Remains[]>();
    const found = new Map<string, number>(
      rows.flatMap((row) =>
        row.warehouses.map((place) => [`${row.barcode} ${place.warehouseName}`, place.quantity] as const),
      ),
    );
    const facts = simulator.truth().stock.filter((fact) => !fact.own);
    const totals = new Map<string, number>();
    for (const fact of facts) {
      expect(found.get(`${fact.barcode} ${fact.warehouseName}`) ?? 0).toBe(fact.quantity);
      const key = `${fact.barcode} Всего находится на складах`;
      totals.set(key, (totals.get(key) ?? 0) + fact.quantity);
    }
    for (const [key, total] of totals) expect(found.get(key) ?? 0).toBe(total);
  });

  it('answers unknown paths with 404', async () => {
    const answer = await client.get('/api/v1/supplier/stocks?dateFrom=2026-01-01');
    expect(answer.status).toBe(404);
    expect(answer.type).toContain('application/problem+json');
  });
});
