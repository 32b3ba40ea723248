import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import fc from 'fast-check';
import { createApplication } from '../../src/application.js';
import { RollupService } from '../../src/features/analytics/index.js';
import { dailyStock, type StockRecord } from '../../src/features/analytics/domain/daily-stock.js';
import { productMetrics, WINDOW_DAYS } from '../../src/features/analytics/domain/product-metrics.js';
import { NightlyRollup } from '../../src/features/analytics/jobs/nightly-rollup.js';
import { NightlyRollupTask } from '../../src/features/analytics/jobs/nightly-rollup.task.js';
import { RollupMarksRepository } from '../../src/features/analytics/rollup-marks.repository.js';
import {
  addDays,
  businessDay,
  sellerContext,
  startOfBusinessDay,
  type SellerContext,
} from '../../src/platform/context/index.js';
import { Database } from '../../src/platform/database/index.js';
import { testSettings } from '../support/app.js';
import { FixedClock } from '../support/clock.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

const NOW = new Date('2026-11-22T09:00:00Z');
const TODAY = businessDay(NOW);
/** Some days before the window begins, so that stock is carried into it. */
const FIRST_DAY = addDays(TODAY, -WINDOW_DAYS - 8);
const DAY_MICROS = 86_400_000_000n;

interface Sale {
  readonly product: number | null;
  readonly day: string;
  readonly kind: 'SALE' | 'RETURN';
  readonly quantity: number;
  /** In hundredths. */
  readonly price: number;
  readonly net: number | null;
  readonly commission: number | null;
  readonly warehouse: string | null;
}

/** What a seller has lived through, and the ids under which it is stored. */
class Seller {
  readonly tenantId = randomUUID();
  readonly userId = randomUUID();
  readonly products: readonly string[] = [randomUUID(), randomUUID(), randomUUID()];
  readonly records: StockRecord[][] = [[], [], []];
  sales = new Map<string, Sale>();
  readonly leadTimes: (number | null)[] = [null, 3, 20];

  constructor(private readonly db: TestDatabase) {}

  get ctx(): SellerContext {
    return sellerContext(this.tenantId, this.userId, () => NOW);
  }

  async create(): Promise<this> {
    await this.db.query(`INSERT INTO tenants (id, name, slug) VALUES ($1, 'T', $2)`, [
      this.tenantId,
      this.tenantId,
    ]);
    await this.db.query(`INSERT INTO users (id, tenant_id, email, role) VALUES ($1, $2, $3, 'OWNER')`, [
      this.userId,
      this.tenantId,
      `${this.userId}@example.com`,
    ]);
    for (const [index, id] of this.products.entries()) {
      await this.db.query(
        `INSERT INTO products (id, tenant_id, user_id, wb_article) VALUES ($1, $2, $3, $4)`,
        [id, this.tenantId, this.userId, `A${index}`],
      );
      await this.db.query(
        `INSERT INTO product_costs (tenant_id, product_id, user_id, valid_from, unit_cost, lead_time_days)
         VALUES ($1, $2, $3, $4, 10, $5), ($1, $2, $3, $6, 10, 99)`,
        [this.tenantId, id, this.userId, TODAY, this.leadTimes[index], addDays(TODAY, -9)],
      );
    }
    return this;
  }

  /** As the stock writer does: a late record changes the delta of the one after it, and all of it is marked. */
  async record(product: number, given: StockRecord): Promise<void> {
    const known = this.records[product]!;
    if (known.some((it) => it.at === given.at && it.warehouse === given.warehouse)) return;
    known.push(given);
    const ids = [this.tenantId, this.products[product]];
    await this.db.query(
      `INSERT INTO stock_history (tenant_id, product_id, user_id, warehouse_name, quantity, recorded_at, delta)
       VALUES ($1, $2, $3, $4, $5, timestamptz 'epoch' + $6::bigint * interval '1 microsecond', 0)`,
      [...ids, this.userId, given.warehouse, given.quantity, given.at.toString()],
    );
    await this.db.query(
      `UPDATE stock_history h SET delta = d.delta
       FROM (SELECT id, quantity - lag(quantity, 1, 0) OVER (PARTITION BY warehouse_name ORDER BY recorded_at) AS delta
         FROM stock_history WHERE tenant_id = $1 AND product_id = $2) d
       WHERE h.tenant_id = $1 AND h.product_id = $2 AND h.id = d.id`,
      ids,
    );
    await this.db.query(`UPDATE products SET stock_total = $3 WHERE tenant_id = $1 AND id = $2`, [
      ...ids,
      this.stockNow(product),
    ]);
    const day = businessDay(new Date(Number(given.at / 1000n)));
    await this.mark('stock', day, this.products[product]);
  }

  async sell(sale: Sale): Promise<void> {
    const id = randomUUID();
    this.sales.set(id, sale);
    const money = (value: number | null): string | null => (value === null ? null : (value / 100).toFixed(2));
    await this.db.query(
      `INSERT INTO sales (id, tenant_id, user_id, product_id, external_id, kind, sale_date, quantity, price, net_amount,
         commission, warehouse_name) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      [
        ...[
          id,
          this.tenantId,
          this.userId,
          sale.product === null ? null : this.products[sale.product],
          id,
          sale.kind,
        ],
        ...[
          sale.day,
          sale.quantity,
          money(sale.price),
          money(sale.net),
          money(sale.commission),
          sale.warehouse,
        ],
      ],
    );
    await this.mark('sales', sale.day);
  }

  async withdraw(position: number): Promise<void> {
    const [id, sale] = [...this.sales][position % Math.max(this.sales.size, 1)] ?? [];
    if (id === undefined || !sale) return;
    this.sales.delete(id);
    await this.db.query(`DELETE FROM sales WHERE tenant_id = $1 AND id = $2`, [this.tenantId, id]);
    await this.mark('sales', sale.day);
  }

  stockNow(product: number): number {
    const last = new Map<string, StockRecord>();
    for (const record of this.records[product]!) {
      if ((last.get(record.warehouse)?.at ?? -1n) < record.at) last.set(record.warehouse, record);
    }
    return [...last.values()].reduce((sum, record) => sum + record.quantity, 0);
  }

  private async mark(dataset: 'sales' | 'stock', day: string, product: string | null = null): Promise<void> {
    await this.db.query(
      `INSERT INTO rollup_marks (tenant_id, user_id, dataset, product_id, day) VALUES ($1, $2, $3, $4, $5)`,
      [this.tenantId, this.userId, dataset, product, day],
    );
  }
}

/** What the tables ought to hold, out of the plain definitions. */
function expected(seller: Seller) {
  const groups = Map.groupBy(seller.sales.values(), (sale) =>
    [sale.day, sale.product, sale.warehouse ?? ''].join('|'),
  );
  const sales = [...groups].map(([key, rows]) => {
    const sum = (kind: Sale['kind'], of: (sale: Sale) => number): number =>
      rows.filter((row) => row.kind === kind).reduce((total, row) => total + of(row), 0);
    const both = (of: (sale: Sale) => number): [number, number] => [sum('SALE', of), sum('RETURN', of)];
    return {
      key,
      figures: [
        ...both((row) => row.quantity),
        ...both((row) => row.price * row.quantity),
        ...both((row) => row.commission ?? 0),
        ...both((row) => row.net ?? 0),
        rows.filter((row) => row.net === null).length,
      ],
    };
  });
  const stock = seller.records.flatMap((records, product) =>
    dailyStock(records).map((row) => ({ product, ...row })),
  );
  const window = Array.from({ length: WINDOW_DAYS }, (_, index) => addDays(TODAY, index - WINDOW_DAYS));
  const metrics = seller.products.map((_, product) =>
    productMetrics({
      window,
      stockNow: seller.stockNow(product),
      leadTimeDays: seller.leadTimes[product]!,
      stock: stock.filter((row) => row.product === product),
      sales: [...seller.sales.values()]
        .filter((sale) => sale.product === product)
        .map(({ day, kind, quantity, price }) => ({
          day,
          sold: kind === 'SALE' ? quantity : 0,
          returned: kind === 'RETURN' ? quantity : 0,
          soldRevenue: kind === 'SALE' ? BigInt(price * quantity) : 0n,
          returnedRevenue: kind === 'RETURN' ? BigInt(price * quantity) : 0n,
        })),
    }),
  );
  return { sales: sales.sort((a, b) => (a.key < b.key ? -1 : 1)), stock, metrics };
}

/** What they do hold. */
async function actual(db: TestDatabase, seller: Seller): Promise<ReturnType<typeof expected>> {
  const ids = [seller.tenantId, seller.userId];
  const number = (id: string | null): number | null => (id === null ? null : seller.products.indexOf(id));
  const sales = await db.query<{ day: string; product: string | null; warehouse: string; figures: string[] }>(
    `SELECT day::text, product_id AS product, warehouse_name AS warehouse, ARRAY[sold_quantity, returned_quantity,
       sold_revenue * 100, returned_revenue * 100, sold_commission * 100, returned_commission * 100, sold_net * 100,
       returned_net * 100, net_missing]::text[] AS figures
     FROM sales_daily WHERE tenant_id = $1 AND user_id = $2`,
    ids,
  );
  const stock = await db.query<{ product: string; day: string; end: number; share: string; known: string }>(
    `SELECT product_id AS product, day::text, end_quantity AS end, (in_stock_share * 1e8)::bigint::text AS share,
       (known_share * 1e8)::bigint::text AS known FROM stock_daily WHERE tenant_id = $1 AND user_id = $2 ORDER BY day`,
    ids,
  );
  const metrics = await db.query<ReturnType<typeof productMetrics> & { id: string }>(
    `SELECT product_id AS id, sold_30_days AS sold, returned_30_days AS returned, revenue_30_days AS revenue,
       in_stock_days AS "inStockDays", known_days AS "knownDays", velocity, days_of_cover AS "daysOfCover",
       lost_units AS "lostUnits", lost_revenue AS "lostRevenue", reorder_point AS "reorderPoint", risk
     FROM product_metrics WHERE tenant_id = $1 AND user_id = $2 AND as_of = $3`,
    [...ids, TODAY],
  );
  return {
    sales: sales
      .map(({ day, product, warehouse, figures }) => ({
        key: [day, number(product), warehouse].join('|'),
        figures: figures.map(Number),
      }))
      .sort((a, b) => (a.key < b.key ? -1 : 1)),
    stock: seller.products.flatMap((id, product) =>
      stock
        .filter((row) => row.product === id)
        .map(({ day, end, share, known }) => ({
          ...{ product, day, endQuantity: end },
          inStockShare: BigInt(share),
          knownShare: BigInt(known),
        })),
    ),
    metrics: seller.products.map((id) => {
      const { id: _, ...row } = metrics.find((it) => it.id === id)!;
      return row;
    }),
  };
}

/** Up to today, which the window leaves out; often at the window's ends. */
const dayIndex = fc.oneof(
  fc.integer({ min: 0, max: WINDOW_DAYS + 8 }),
  fc.constantFrom(7, 8, WINDOW_DAYS + 7, WINDOW_DAYS + 8),
);
const at = fc
  .tuple(
    dayIndex,
    fc.oneof(
      fc.constantFrom(0n, 1n, DAY_MICROS - 1n, DAY_MICROS / 2n),
      fc.bigInt({ min: 0n, max: DAY_MICROS - 1n }),
    ),
  )
  .map(([index, offset]) => BigInt(startOfBusinessDay(addDays(FIRST_DAY, index)).getTime()) * 1000n + offset);
const product = fc.constantFrom(0, 1, 2);
const warehouse = fc.constantFrom('North', 'South', 'East');
const recordOf = fc.record({ warehouse, quantity: fc.constantFrom(0, 0, 1, 2, 40), at });
const sale = fc.record<Sale>({
  product: fc.option(product, { freq: 8 }),
  day: dayIndex.map((index) => addDays(FIRST_DAY, index)),
  kind: fc.constantFrom('SALE', 'SALE', 'SALE', 'RETURN'),
  quantity: fc.integer({ min: 1, max: 30 }),
  price: fc.integer({ min: 0, max: 999_99 }),
  net: fc.option(fc.integer({ min: 0, max: 999_99 })),
  commission: fc.option(fc.integer({ min: 0, max: 999_99 })),
  warehouse: fc.option(warehouse),
});
const step = fc.record({
  records: fc.array(fc.tuple(product, recordOf), { maxLength: 6 }),
  sales: fc.array(sale, { maxLength: 6 }),
  withdrawn: fc.option(fc.nat()),
  how: fc.constantFrom('once', 'twice at once', 'killed', 'not at all'),
});

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await delay(10);
}

describe('rollup', () => {
  let db: TestDatabase;
  let app: NestFastifyApplication;
  let rollups: RollupService;
  let database: Database;

  beforeAll(async () => {
    db = await createTestDatabase();
    await db.query(
      `SELECT ensure_month_partitions(name, $1, $2) FROM unnest(ARRAY['sales', 'stock_history']) AS name`,
      [addDays(FIRST_DAY, -32), TODAY],
    );
    app = await createApplication(testSettings(db, { worker: false }), new FixedClock(NOW));
    rollups = app.get(RollupService, { strict: false });
    database = app.get(Database, { strict: false });
  });

  afterAll(async () => {
    await app.close();
    await db.drop();
  });

  const killed = (seller: Seller): Promise<unknown> => {
    const ctx = seller.ctx;
    const run = database.write(ctx, async () => {
      await rollups.run(ctx);
      throw new Error('killed');
    });
    return run.catch(() => undefined);
  };

  it('leaves what the definitions say, whatever changed late, was run twice or was killed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 5 }), async (steps) => {
        const seller = await new Seller(db).create();
        for (const { records, sales, withdrawn, how } of steps) {
          for (const [index, record] of records) await seller.record(index, record);
          for (const row of sales) await seller.sell(row);
          if (withdrawn !== null) await seller.withdraw(withdrawn);
          if (how === 'once') await rollups.run(seller.ctx);
          if (how === 'twice at once') await Promise.all([rollups.run(seller.ctx), rollups.run(seller.ctx)]);
          if (how === 'killed') await killed(seller);
        }
        await rollups.run(seller.ctx);
        expect(await actual(db, seller)).toEqual(expected(seller));
        const again = await rollups.run(seller.ctx);
        expect(again).toEqual({ salesDays: 0, stockProducts: 0, salesRows: 0, stockRows: 0, metricRows: 0 });
      }),
      { numRuns: 40 },
    );
  }, 300_000);

  it('gives all of the work to one of two at once', async () => {
    const seller = await new Seller(db).create();
    const noon = BigInt(startOfBusinessDay(addDays(TODAY, -3)).getTime()) * 1000n + DAY_MICROS / 2n;
    await seller.record(0, { warehouse: 'North', quantity: 4, at: noon });
    const runs = await Promise.all([rollups.run(seller.ctx), rollups.run(seller.ctx)]);
    expect(runs.map((run) => run.stockProducts).sort()).toEqual([0, 1]);
    expect(runs.map((run) => run.metricRows).sort()).toEqual([0, 3]);
  });

  it('waits for another one of the same seller, even with nothing to do', async () => {
    const seller = await new Seller(db).create();
    await rollups.run(seller.ctx);
    const gate = Promise.withResolvers<undefined>();
    const order: string[] = [];
    const held = database.write(seller.ctx, async () => {
      await rollups.run(seller.ctx);
      order.push('first took the lock');
      await gate.promise;
      order.push('first ends');
    });
    await until(() => order.length === 1);
    const second = rollups.run(seller.ctx).then(() => order.push('second ends'));
    await until(async () => {
      const [row] = await db.query<{ waiting: boolean }>(
        `SELECT count(*) > 0 AS waiting FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`,
      );
      return row?.waiting === true || order.length > 1;
    });
    gate.resolve(undefined);
    await Promise.all([held, second]);
    expect(order).toEqual(['first took the lock', 'first ends', 'second ends']);
  });

  it('takes back the row of a day on which goods turn out to have only moved', async () => {
    const seller = await new Seller(db).create();
    const noon = (index: number): bigint =>
      BigInt(startOfBusinessDay(addDays(TODAY, index)).getTime()) * 1000n + DAY_MICROS / 2n;
    await seller.record(0, { warehouse: 'North', quantity: 5, at: noon(-9) });
    await seller.record(0, { warehouse: 'North', quantity: 0, at: noon(-5) });
    await rollups.run(seller.ctx);
    expect((await actual(db, seller)).stock).toHaveLength(2);
    await seller.record(0, { warehouse: 'South', quantity: 5, at: noon(-5) });
    await rollups.run(seller.ctx);
    expect(await actual(db, seller)).toEqual(expected(seller));
    expect((await actual(db, seller)).stock).toHaveLength(1);
  });

  it('leaves what a writer commits meanwhile to the next one', async () => {
    const seller = await new Seller(db).create();
    const base = {
      product: 0,
      kind: 'SALE',
      quantity: 1,
      price: 100,
      net: 80,
      commission: 20,
      warehouse: null,
    } as const;
    await seller.sell({ ...base, day: addDays(TODAY, -2) });
    await database.write(seller.ctx, async () => {
      await rollups.run(seller.ctx);
      await seller.sell({ ...base, day: addDays(TODAY, -2) }); // on a connection of its own
    });
    expect(await rollups.run(seller.ctx)).toMatchObject({ salesDays: 1, salesRows: 1 });
    expect(await actual(db, seller)).toEqual(expected(seller));
  });

  it('draws the lines between the risks where the definitions do', async () => {
    const seller = await new Seller(db).create();
    const start = BigInt(startOfBusinessDay(addDays(TODAY, -WINDOW_DAYS)).getTime()) * 1000n;
    await seller.record(1, { warehouse: 'North', quantity: 1, at: start });
    const base = {
      product: 1,
      kind: 'SALE',
      quantity: 1,
      price: 100,
      net: 80,
      commission: 20,
      warehouse: null,
    } as const;
    for (let ago = 1; ago <= WINDOW_DAYS; ago++) await seller.sell({ ...base, day: addDays(TODAY, -ago) });
    const risks: string[] = [];
    // a unit a day; three days of lead time, for which 6 are enough in 95 % of cases
    for (const stockNow of [0, 1, 6, 7, 10, 11, 150, 151]) {
      await db.query(`UPDATE products SET stock_total = $2 WHERE id = $1`, [seller.products[1], stockNow]);
      await rollups.run(seller.ctx);
      risks.push(`${stockNow} ${(await actual(db, seller)).metrics[1]!.risk}`);
    }
    expect(risks).toEqual([
      '0 OUT_OF_STOCK',
      ...['1 ORDER_NOW', '6 ORDER_NOW', '7 ORDER_SOON', '10 ORDER_SOON'],
      ...['11 OK', '150 OK', '151 OVERSTOCK'],
    ]);
  });

  it('writes nothing when what was marked has not changed', async () => {
    const seller = await new Seller(db).create();
    const day = addDays(TODAY, -3);
    const base = { kind: 'SALE', quantity: 1, price: 100, net: 80, commission: 20, warehouse: null } as const;
    for (const index of [null, 0, 1]) await seller.sell({ ...base, product: index, day });
    await rollups.run(seller.ctx);
    await db.query(
      `INSERT INTO rollup_marks (tenant_id, user_id, dataset, day) VALUES ($1, $2, 'sales', $3)`,
      [seller.tenantId, seller.userId, day],
    );
    expect(await rollups.run(seller.ctx)).toMatchObject({ salesDays: 1, salesRows: 0, metricRows: 0 });
  });

  it('takes marks of one product and of many, and of each product the first day', async () => {
    const seller = await new Seller(db).create();
    const [one, two, three] = [...seller.products].sort();
    for (const [product, products, day] of [
      [one, null, '2026-11-10'],
      [null, [one, two], '2026-11-12'],
      [null, [two, three], '2026-11-09'],
    ]) {
      await db.query(
        `INSERT INTO rollup_marks (tenant_id, user_id, dataset, product_id, product_ids, day)
         VALUES ($1, $2, 'stock', $3, $4, $5)`,
        [seller.tenantId, seller.userId, product, products, day],
      );
    }
    const marks = app.get(RollupMarksRepository, { strict: false });
    const taken = await app.get(Database, { strict: false }).write(seller.ctx, () => marks.take(seller.ctx));
    expect(taken).toEqual({
      salesDays: [],
      stockProducts: [one, two, three],
      stockDays: ['2026-11-10', '2026-11-09', '2026-11-09'],
    });
  });

  it('takes the marks of its own seller alone', async () => {
    const [one, other] = [await new Seller(db).create(), await new Seller(db).create()];
    const base = {
      product: 0,
      kind: 'SALE',
      quantity: 1,
      price: 100,
      net: 80,
      commission: 20,
      warehouse: null,
    } as const;
    for (const seller of [one, other]) await seller.sell({ ...base, day: addDays(TODAY, -1) });
    await rollups.run(one.ctx);
    const left = await db.query<{ user: string }>(
      `SELECT user_id AS "user" FROM rollup_marks WHERE tenant_id = ANY ($1)`,
      [[one.tenantId, other.tenantId]],
    );
    expect(left).toEqual([{ user: other.userId }]);
  });

  it('is dispatched once a night, for every active seller with products', async () => {
    await db.query(`DELETE FROM pgboss.job`);
    const seller = await new Seller(db).create();
    const idle = await new Seller(db).create();
    await db.query(`UPDATE users SET is_active = false WHERE id = $1`, [idle.userId]);
    const nightly = app.get(NightlyRollup, { strict: false });
    await Promise.all([nightly.fire(), nightly.fire(), nightly.fire()]);
    const dispatched = await db.query<{ data: object }>(
      `SELECT data FROM pgboss.job WHERE name = 'dispatch'`,
    );
    expect(dispatched).toEqual([{ data: { task: 'nightly-rollup', day: TODAY } }]);

    const task = app.get(NightlyRollupTask, { strict: false });
    await task.run();
    await task.run(); // taken up again after a death
    const jobs = await db.query<{ data: { userId: string } }>(
      `SELECT data FROM pgboss.job WHERE name = 'rollup'`,
    );
    const users = jobs.map(({ data }) => data.userId);
    expect(users.filter((id) => id === seller.userId)).toHaveLength(1);
    expect(users).not.toContain(idle.userId);
    expect(new Set(users).size).toBe(users.length);
  });

  describe('dashboard', () => {
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

      const seller = Object.assign(new Seller(db), { userId: viewer.user.id, tenantId: viewer.tenant.id });
      for (const [index, id] of seller.products.entries()) {
        await db.query(`INSERT INTO products (id, tenant_id, user_id, wb_article) VALUES ($1, $2, $3, $4)`, [
          ...[id, seller.tenantId, seller.userId, `A${index}`],
        ]);
      }
      await db.query(
        `INSERT INTO product_costs (tenant_id, product_id, user_id, valid_from, unit_cost) VALUES ($1, $2, $3, $4, 12.50)`,
        [seller.tenantId, seller.products[0], seller.userId, FIRST_DAY],
      );
      const midnight = (index: number): bigint =>
        BigInt(startOfBusinessDay(addDays(TODAY, index)).getTime()) * 1000n;
      await seller.record(0, { warehouse: 'North', quantity: 8, at: midnight(-30) });
      await seller.record(1, { warehouse: 'North', quantity: 9, at: midnight(-30) });
      await seller.record(1, { warehouse: 'North', quantity: 0, at: midnight(-10) });
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
      expect(await dashboard()).toMatchObject({ productCount: 3, stockTotal: 8, status: 'COMPUTING' });

      await rollups.run(seller.ctx);
      expect(await dashboard()).toEqual({
        productCount: 3,
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

      await seller.sell({ ...base, product: 0, day: TODAY });
      expect(await dashboard()).toMatchObject({ status: 'STALE' });
    });

    it('is for whoever is signed in', async () => {
      expect(await ask(`{ ${FIELDS} }`)).toMatchObject({
        errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
      });
    });
  });
});
