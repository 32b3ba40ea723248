import type { MigrationInterface, QueryRunner } from 'typeorm';

const TENANT = `nullif(current_setting('app.tenant_id', true), '')::uuid`;
const USER = `nullif(current_setting('app.user_id', true), '')::uuid`;
/** As of sales_daily: who sees the tenant whole, and who may change whose rows. */
const READS = `tenant_id = ${TENANT} AND CASE WHEN current_setting('app.scope', true) = 'tenant' THEN true ELSE user_id = ${USER} END`;
const WRITES = `tenant_id = ${TENANT} AND CASE current_setting('app.write_scope', true) WHEN 'tenant' THEN true WHEN 'own' THEN user_id = ${USER} ELSE false END`;

const COUNTS = [
  'sold_quantity',
  'returned_quantity',
  'net_missing',
  'returned_net_missing',
  'commission_missing',
  'returned_commission_missing',
];
const AMOUNTS = [
  'sold_revenue',
  'returned_revenue',
  'sold_commission',
  'returned_commission',
  'sold_net',
  'returned_net',
];
const FIGURES = [...COUNTS, ...AMOUNTS];

/** What a seller sold on a day, all products and warehouses together: sums over time read a row a day. */
export class SalesTotalsByDay1764000000015 implements MigrationInterface {
  readonly name = 'SalesTotalsByDay1764000000015';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      SET LOCAL citus.multi_shard_modify_mode TO 'sequential';

      -- Wide enough for any number of rows of sales_daily that are as large as can be. The day comes before the seller,
      -- so that one key finds a stretch of days of a whole tenant as well as of one of its sellers.
      CREATE TABLE sales_totals_daily (
        tenant_id uuid NOT NULL,
        user_id uuid NOT NULL,
        day date NOT NULL,
        ${COUNTS.map((name) => `${name} bigint NOT NULL,`).join('\n        ')}
        ${AMOUNTS.map((name) => `${name} numeric(30,2) NOT NULL,`).join('\n        ')}
        CONSTRAINT sales_totals_daily_pkey PRIMARY KEY (tenant_id, day, user_id),
        CONSTRAINT sales_totals_daily_user_fkey FOREIGN KEY (tenant_id, user_id)
          REFERENCES users (tenant_id, id) ON DELETE CASCADE
      );
    `);
    // the owner, who has no policy, reads the rows that there are
    await db.query(`
      ALTER TABLE sales_daily NO FORCE ROW LEVEL SECURITY;
      INSERT INTO sales_totals_daily (tenant_id, user_id, day, ${FIGURES.join(', ')})
      SELECT tenant_id, user_id, day, ${FIGURES.map((name) => `sum(${name})`).join(', ')}
      FROM sales_daily GROUP BY tenant_id, user_id, day;
      ALTER TABLE sales_daily FORCE ROW LEVEL SECURITY;
    `);
    await db.query(`
      ALTER TABLE sales_totals_daily ENABLE ROW LEVEL SECURITY;
      ALTER TABLE sales_totals_daily FORCE ROW LEVEL SECURITY;
      CREATE POLICY system_all ON sales_totals_daily TO stocktracker_system USING (true) WITH CHECK (true);
      CREATE POLICY app_read ON sales_totals_daily FOR SELECT TO stocktracker_app USING (${READS});
      CREATE POLICY app_insert ON sales_totals_daily FOR INSERT TO stocktracker_app WITH CHECK (${WRITES});
      CREATE POLICY app_update ON sales_totals_daily FOR UPDATE TO stocktracker_app USING (${WRITES}) WITH CHECK (${WRITES});
      CREATE POLICY app_delete ON sales_totals_daily FOR DELETE TO stocktracker_app USING (${WRITES});
      GRANT SELECT, INSERT, UPDATE, DELETE ON sales_totals_daily TO stocktracker_app, stocktracker_system;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      SET LOCAL citus.multi_shard_modify_mode TO 'sequential';
      DROP TABLE sales_totals_daily;
    `);
  }
}
