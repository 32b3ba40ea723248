import { randomUUID } from 'node:crypto';
import type { StockRecord } from '../../src/features/analytics/domain/daily-stock.js';
import { addDays, businessDay, sellerContext, type SellerContext } from '../../src/platform/context/index.js';
import type { TestDatabase } from './database.js';
import type { Cost } from './metrics-model.js';

export interface LivedSale {
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
export class LivedSeller {
  readonly tenantId: string;
  readonly userId = randomUUID();
  readonly products: readonly string[] = Array.from({ length: 4 }, () => randomUUID());
  readonly records: StockRecord[][] = [[], [], [], []];
  sales = new Map<string, LivedSale>();
  readonly costs: readonly (readonly Cost[])[];
  readonly today: string;

  constructor(
    private readonly db: TestDatabase,
    readonly now: Date,
    /** Where they join; a tenant of their own by default. */
    private readonly joined: string | null = null,
  ) {
    this.tenantId = joined ?? randomUUID();
    this.today = businessDay(now);
    this.costs = [
      [
        { from: addDays(this.today, -9), unitCost: 10_00n, leadTimeDays: 99 },
        { from: this.today, unitCost: 12_50n, leadTimeDays: null },
      ],
      [
        { from: addDays(this.today, -20), unitCost: 3_33n, leadTimeDays: 7 },
        { from: addDays(this.today, -5), unitCost: null, leadTimeDays: 3 },
      ],
      [
        { from: addDays(this.today, -12), unitCost: null, leadTimeDays: 21 },
        { from: this.today, unitCost: 7_00n, leadTimeDays: 20 },
      ],
      [],
    ];
  }

  get ctx(): SellerContext {
    return sellerContext(this.tenantId, this.userId, () => this.now);
  }

  async create(): Promise<this> {
    if (this.joined === null) {
      await this.db.query(`INSERT INTO tenants (id, name, slug) VALUES ($1, 'T', $2)`, [
        this.tenantId,
        this.tenantId,
      ]);
    }
    await this.db.query(`INSERT INTO users (id, tenant_id, email, role) VALUES ($1, $2, $3, $4)`, [
      this.userId,
      this.tenantId,
      `${this.userId}@example.com`,
      this.joined === null ? 'OWNER' : 'USER',
    ]);
    await this.addProducts();
    return this;
  }

  /** With their costs; as the writer of products does, it leaves a mark. */
  async addProducts(): Promise<void> {
    await this.mark('costs', this.today);
    for (const [index, id] of this.products.entries()) {
      await this.db.query(
        `INSERT INTO products (id, tenant_id, user_id, wb_article) VALUES ($1, $2, $3, $4)`,
        [id, this.tenantId, this.userId, `A${index}`],
      );
      for (const { from, unitCost, leadTimeDays } of this.costs[index]!) {
        await this.db.query(
          `INSERT INTO product_costs (tenant_id, product_id, user_id, valid_from, unit_cost, lead_time_days)
           VALUES ($1, $2, $3, $4, $5::bigint / 100.0, $6)`,
          [this.tenantId, id, this.userId, from, unitCost, leadTimeDays],
        );
      }
    }
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

  async sell(sale: LivedSale): Promise<void> {
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

  private async mark(
    dataset: 'sales' | 'stock' | 'costs',
    day: string,
    product: string | null = null,
  ): Promise<void> {
    await this.db.query(
      `INSERT INTO rollup_marks (tenant_id, user_id, dataset, product_id, day) VALUES ($1, $2, $3, $4, $5)`,
      [this.tenantId, this.userId, dataset, product, day],
    );
  }
}
