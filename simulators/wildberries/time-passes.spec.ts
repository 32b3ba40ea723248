import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startWildberriesSimulator, type WildberriesSimulator } from './index.js';
import { clientOf, type SimulatorClient } from './simulator-client.js';

const NOW = '2026-11-22T09:00:00Z';
const HOUR = 3_600_000;
let simulator: WildberriesSimulator;
let client: SimulatorClient;

beforeAll(async () => {
  simulator = await startWildberriesSimulator({ now: NOW, limits: false, cards: 40, days: 30, sales: 1500 });
  client = clientOf(simulator);
});
afterAll(() => simulator.close());

interface Sale {
  date: string;
  lastChangeDate: string;
  saleID: string;
  srid: string;
  finishedPrice: number;
  priceWithDisc: number;
  forPay: number;
}

async function sales(): Promise<Sale[]> {
  return (await client.get('/api/v1/supplier/sales?dateFrom=2026-10-01')).json<Sale[]>();
}

function moscow(text: string): number {
  return Date.parse(`${text}+03:00`);
}

describe('rows as time goes on', () => {
  it('money of fresh sales is 0, and filled within a day with a new lastChangeDate', async () => {
    const before = new Map((await sales()).map((row) => [row.saleID, row]));
    const fresh = [...before.values()].filter((row) => row.forPay === 0);
    expect(fresh.length).toBeGreaterThan(5);
    for (const row of fresh) {
      expect([row.finishedPrice, row.priceWithDisc]).toEqual([0, 0]);
      expect(moscow(row.date)).toBeGreaterThan(Date.parse(NOW) - 24 * HOUR);
    }
    simulator.advance(24 * HOUR);
    const after = new Map((await sales()).map((row) => [row.saleID, row]));
    simulator.setNow(NOW);
    for (const row of fresh) {
      const filled = after.get(row.saleID);
      expect(filled?.forPay).toBeGreaterThan(0);
      expect(moscow(filled?.lastChangeDate ?? '')).toBeGreaterThan(moscow(row.lastChangeDate));
      expect(filled?.date).toBe(row.date);
    }
    for (const [saleID, row] of before) if (row.forPay > 0) expect(after.get(saleID)).toEqual(row);
  });

  it('some sales come days late, and returns share the srid of their sale', async () => {
    const rows = await sales();
    const late = rows.filter((row) => moscow(row.lastChangeDate) - moscow(row.date) > 47 * HOUR);
    expect(late.length).toBeGreaterThan(10);
    expect(late.every((row) => row.forPay > 0 && row.saleID.startsWith('S'))).toBe(true);
    const sold = new Map(rows.filter((row) => row.saleID.startsWith('S')).map((row) => [row.srid, row]));
    const returned = rows.filter((row) => row.saleID.startsWith('R'));
    expect(returned.length).toBeGreaterThan(20);
    const paired = returned.filter((row) => sold.has(row.srid));
    // Only a return of a sale that is itself still to come late may stand alone.
    expect(paired.length / returned.length).toBeGreaterThan(0.9);
    for (const row of paired)
      expect(moscow(row.date)).toBeGreaterThan(moscow(sold.get(row.srid)?.date ?? ''));
    expect(new Set(rows.map((row) => row.saleID)).size).toBe(rows.length);
  });

  it('cancelled orders come again with isCancel and cancelDate', async () => {
    interface Order {
      srid: string;
      isCancel: boolean;
      cancelDate: string;
      lastChangeDate: string;
    }
    const orders = async (): Promise<Map<string, Order>> => {
      const rows = (await client.get('/api/v1/supplier/orders?dateFrom=2026-10-01')).json<Order[]>();
      return new Map(rows.map((row) => [row.srid, row]));
    };
    const before = await orders();
    simulator.advance(48 * HOUR);
    const after = await orders();
    simulator.setNow(NOW);
    const changed = [...before.values()].filter((row) => !row.isCancel && after.get(row.srid)?.isCancel);
    expect(changed.length).toBeGreaterThan(2);
    for (const row of changed) {
      expect(row.cancelDate).toBe('0001-01-01T00:00:00');
      const now = after.get(row.srid);
      expect(moscow(now?.cancelDate ?? '')).toBeGreaterThan(Date.parse(NOW) - 2 * HOUR);
      expect(moscow(now?.lastChangeDate ?? '')).toBeGreaterThan(Date.parse(NOW));
    }
  });

  it('lives through 90 days: rows older than the kept time go, stock moves on, and time can be set back', async () => {
    const small = await startWildberriesSimulator({
      now: NOW,
      limits: false,
      cards: 15,
      days: 30,
      sales: 150,
    });
    const own = clientOf(small);
    const stock = async (): Promise<string> =>
      (await own.post('/api/analytics/v1/stocks-report/wb-warehouses', {})).text;
    const before = await stock();
    let found = 0;
    for (let day = 0; day < 90; day += 1) {
      small.advance(24 * HOUR);
      const since = new Date(small.now().getTime() - 24 * HOUR).toISOString();
      found += (await own.get(`/api/v1/supplier/sales?dateFrom=${since}`)).json<Sale[]>().length;
    }
    expect(found).toBeGreaterThan(300);
    expect(await stock()).not.toBe(before);
    const rows = (await own.get('/api/v1/supplier/sales?dateFrom=2026-10-01')).json<Sale[]>();
    expect(Math.min(...rows.map((row) => moscow(row.date)))).toBeGreaterThan(Date.parse(NOW) - HOUR);
    small.setNow(NOW);
    expect(await stock()).toBe(before);
    await small.close();
  }, 20_000);

  it('gives daily and weekly finance the same rows; totals are those of the rows', async () => {
    interface Row {
      rrdId: number;
      reportId: number;
      docTypeName: string;
      forPay: string;
      deliveryService: string;
      paidStorage: string;
      paidAcceptance: string;
      deduction: string;
      penalty: string;
    }
    const body = { dateFrom: '2026-11-09', dateTo: '2026-11-15' };
    const rows = async (period: string): Promise<Row[]> =>
      (await client.post('/api/finance/v1/sales-reports/detailed', { ...body, period })).json<Row[]>();
    const weekly = await rows('weekly');
    const daily = await rows('daily');
    expect(daily.map((row) => row.rrdId)).toEqual(weekly.map((row) => row.rrdId));
    // Daily ids are beyond 2^53: as numbers they would fall together.
    const text = (await client.post('/api/finance/v1/sales-reports/detailed', { ...body, period: 'daily' }))
      .text;
    expect(new Set(text.match(/"reportId":\d+/g)).size).toBe(7);
    const sum = (pick: (row: Row) => number): number =>
      Math.round(weekly.reduce((total, row) => total + pick(row), 0) * 100) / 100;
    const list = await client.post('/api/finance/v1/sales-reports/list', body);
    const [report] = list.json<Record<string, string>[]>();
    const forPay = sum((row) => Number(row.forPay) * (row.docTypeName === 'Возврат' ? -1 : 1));
    const costs = sum(
      (row) =>
        Number(row.deliveryService) +
        Number(row.paidStorage) +
        Number(row.paidAcceptance) +
        Number(row.deduction) +
        Number(row.penalty),
    );
    expect(Number(report?.['forPaySum'])).toBeCloseTo(forPay, 2);
    expect(Number(report?.['bankPaymentSum'])).toBeCloseTo(forPay - costs, 2);
    const open = { dateFrom: '2026-11-16', dateTo: '2026-11-22' };
    expect((await client.post('/api/finance/v1/sales-reports/list', open)).status).toBe(204);
  });
});
