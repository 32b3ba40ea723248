import type { MigrationInterface, QueryRunner } from 'typeorm';

const TENANT = `nullif(current_setting('app.tenant_id', true), '')::uuid`;
const USER = `nullif(current_setting('app.user_id', true), '')::uuid`;
/** As of product_metrics: who sees the tenant whole, and who may change whose rows. */
const READS = `tenant_id = ${TENANT} AND CASE WHEN current_setting('app.scope', true) = 'tenant' THEN true ELSE user_id = ${USER} END`;
const WRITES = `tenant_id = ${TENANT} AND CASE current_setting('app.write_scope', true) WHEN 'tenant' THEN true WHEN 'own' THEN user_id = ${USER} ELSE false END`;

/**
 * What a seller's goods come to, by risk: the dashboard reads some rows, however many products there are. The next rollup
 * of each seller fills it; until then the products themselves are read.
 */
export class GoodsTotals1764000000020 implements MigrationInterface {
  readonly name = 'GoodsTotals1764000000020';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      SET LOCAL citus.multi_shard_modify_mode TO 'sequential';

      CREATE TABLE goods_totals (
        tenant_id uuid NOT NULL,
        user_id uuid NOT NULL,
        -- UNKNOWN are those without figures
        risk varchar(12) NOT NULL,
        products integer NOT NULL,
        stock_total bigint NOT NULL,
        -- as exact as what they are added up of: they are rounded once, where they are shown
        lost_revenue numeric,
        without_loss integer NOT NULL,
        stock_value numeric,
        without_cost integer NOT NULL,
        -- figures and unit costs are those of this day
        as_of date,
        calculated_at timestamptz,
        CONSTRAINT goods_totals_pkey PRIMARY KEY (tenant_id, user_id, risk),
        CONSTRAINT goods_totals_user_fkey FOREIGN KEY (tenant_id, user_id)
          REFERENCES users (tenant_id, id) ON DELETE CASCADE
      );

      ALTER TABLE goods_totals ENABLE ROW LEVEL SECURITY;
      ALTER TABLE goods_totals FORCE ROW LEVEL SECURITY;
      CREATE POLICY system_all ON goods_totals TO stocktracker_system USING (true) WITH CHECK (true);
      CREATE POLICY app_read ON goods_totals FOR SELECT TO stocktracker_app USING (${READS});
      CREATE POLICY app_insert ON goods_totals FOR INSERT TO stocktracker_app WITH CHECK (${WRITES});
      CREATE POLICY app_update ON goods_totals FOR UPDATE TO stocktracker_app USING (${WRITES}) WITH CHECK (${WRITES});
      CREATE POLICY app_delete ON goods_totals FOR DELETE TO stocktracker_app USING (${WRITES});
      GRANT SELECT, INSERT, UPDATE, DELETE ON goods_totals TO stocktracker_app, stocktracker_system;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      SET LOCAL citus.multi_shard_modify_mode TO 'sequential';
      DROP TABLE goods_totals;
    `);
  }
}
