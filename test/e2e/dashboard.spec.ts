import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApplication } from '../../src/application.js';
import { RollupService } from '../../src/features/analytics/index.js';
import { addDays, businessDay } from '../../src/platform/context/index.js';
import { testSettings } from '../support/app.js';
import { FixedClock } from '../support/clock.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { LivedSeller } from '../support/lived-seller.js';
import { midnight } from '../support/lived-steps.js';

const NOW = new Date('2026-11-22T09:00:00Z');
const TODAY = businessDay(NOW);

describe('dashboard', () => {
  let db: TestDatabase;
  let app: NestFastifyApplication;
  let rollups: RollupService;

  beforeAll(async () => {
    db = await createTestDatabase();
    app = await createApplication(testSettings(db, { worker: false }), new FixedClock(NOW));
    rollups = app.get(RollupService, { strict: false });
  });
  afterAll(async () => {
    await app.close();
    await db.drop();
  });

  const FIELDS = `dashboard {
    productCount stockTotal lowStockCount outOfStockCount overstockCount status
    salesToday { quantity } sales7Days { key quantity revenue { amount } } sales30Days { quantity returnedQuantity }
    lostRevenue30Days { amount currency } stockValue { amount } lastSyncAt
  }`;

  const ask = async (query: string, token?: string) => {
    const answer = await app.inject({
      method: 'POST',
      url: '/graphql',
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      payload: { query },
    });
    return answer.json<{ data: Record<string, unknown>; errors?: unknown }>();
  };

  it('follows a seller from nothing to figures', async () => {
    const password = 'correct horse battery';
    const { data } = await ask(`mutation { register(input: {
      email: "dashboard@example.com", password: "${password}", tenantName: "D"
    }) { tokens { accessToken } viewer { user { id } tenant { id } } } }`);
    const { tokens, viewer } = data['register'] as {
      tokens: { accessToken: string };
      viewer: { user: { id: string }; tenant: { id: string } };
    };
    const dashboard = async () => (await ask(`{ ${FIELDS} }`, tokens.accessToken)).data['dashboard'];
    expect(await dashboard()).toMatchObject({ productCount: 0, status: 'NO_DATA', stockValue: null });

    const seller = Object.assign(new LivedSeller(db, NOW), {
      userId: viewer.user.id,
      tenantId: viewer.tenant.id,
    });
    for (const [index, id] of seller.products.entries()) {
      await db.query(`INSERT INTO products (id, tenant_id, user_id, wb_article) VALUES ($1, $2, $3, $4)`, [
        ...[id, seller.tenantId, seller.userId, `A${index}`],
      ]);
    }
    await db.query(
      `INSERT INTO product_costs (tenant_id, product_id, user_id, valid_from, unit_cost) VALUES ($1, $2, $3, $4, 12.50)`,
      [seller.tenantId, seller.products[0], seller.userId, addDays(TODAY, -40)],
    );
    await seller.record(0, { warehouse: 'North', quantity: 8, at: midnight(seller, 30) });
    await seller.record(1, { warehouse: 'North', quantity: 9, at: midnight(seller, 30) });
    await seller.record(1, { warehouse: 'North', quantity: 0, at: midnight(seller, 10) });
    const base = {
      kind: 'SALE',
      quantity: 20,
      price: 100_00,
      net: null,
      commission: null,
      warehouse: null,
    } as const;
    await seller.sell({ ...base, product: 1, day: addDays(TODAY, -20) });
    await seller.sell({ ...base, product: 0, day: addDays(TODAY, -7) });
    await seller.sell({ ...base, product: 0, day: TODAY });
    expect(await dashboard()).toMatchObject({ productCount: 4, stockTotal: 8, status: 'COMPUTING' });

    await rollups.run(seller.ctx);
    expect(await dashboard()).toEqual({
      productCount: 4,
      stockTotal: 8,
      lowStockCount: 1,
      outOfStockCount: 1,
      overstockCount: 0,
      status: 'READY',
      salesToday: { quantity: 20 },
      sales7Days: { key: `${addDays(TODAY, -7)}/${TODAY}`, quantity: 20, revenue: { amount: '2000.00' } },
      sales30Days: { quantity: 40, returnedQuantity: 0 },
      // one unit a day over 20 days in stock, ten days without, at 100 each
      lostRevenue30Days: { amount: '1000.00', currency: 'RUB' },
      stockValue: { amount: '100.00' },
      lastSyncAt: null,
    });

    // whoever lags most says how good all of it is: read of the products themselves
    await db.query('DELETE FROM goods_totals');
    for (const [days, status] of [
      [1, 'READY'],
      [2, 'STALE'],
      [0, 'READY'],
    ] as const) {
      await db.query(`UPDATE product_metrics SET as_of = $2 WHERE product_id = $1`, [
        seller.products[0],
        addDays(TODAY, -days),
      ]);
      expect(await dashboard()).toMatchObject({ status });
    }

    await seller.sell({ ...base, product: 0, day: TODAY });
    expect(await dashboard()).toMatchObject({ status: 'STALE' });
  });

  it('is for whoever is signed in', async () => {
    expect(await ask(`{ ${FIELDS} }`)).toMatchObject({
      errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
    });
  });
});
