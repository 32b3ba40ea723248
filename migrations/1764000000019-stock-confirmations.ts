import type { MigrationInterface, QueryRunner } from 'typeorm';

const TENANT = `nullif(current_setting('app.tenant_id', true), '')::uuid`;
const USER = `nullif(current_setting('app.user_id', true), '')::uuid`;
/** As of stock_levels: who sees the tenant whole, and who may change whose rows. */
const READS = `tenant_id = ${TENANT} AND CASE WHEN current_setting('app.scope', true) = 'tenant' THEN true ELSE user_id = ${USER} END`;
const WRITES = `tenant_id = ${TENANT} AND CASE current_setting('app.write_scope', true) WHEN 'tenant' THEN true WHEN 'own' THEN user_id = ${USER} ELSE false END`;

/**
 * When a warehouse was last seen to hold what it held already. Nothing is recorded of that; but what comes late, from before
 * it, does not hold beyond it. Not a column of stock_levels: by who wrote their rows subscribers know which have moved.
 */
export class StockConfirmations1764000000019 implements MigrationInterface {
  readonly name = 'StockConfirmations1764000000019';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      SET LOCAL citus.multi_shard_modify_mode TO 'sequential';

      CREATE TABLE stock_confirmations (
        tenant_id uuid NOT NULL,
        product_id uuid NOT NULL,
        warehouse_name varchar(255) NOT NULL,
        user_id uuid NOT NULL,
        confirmed_at timestamptz NOT NULL,
        CONSTRAINT stock_confirmations_pkey PRIMARY KEY (tenant_id, product_id, warehouse_name),
        CONSTRAINT stock_confirmations_product_fkey FOREIGN KEY (tenant_id, product_id)
          REFERENCES products (tenant_id, id) ON DELETE CASCADE
      );

      ALTER TABLE stock_confirmations ENABLE ROW LEVEL SECURITY;
      ALTER TABLE stock_confirmations FORCE ROW LEVEL SECURITY;
      CREATE POLICY system_all ON stock_confirmations TO stocktracker_system USING (true) WITH CHECK (true);
      CREATE POLICY app_read ON stock_confirmations FOR SELECT TO stocktracker_app USING (${READS});
      CREATE POLICY app_insert ON stock_confirmations FOR INSERT TO stocktracker_app WITH CHECK (${WRITES});
      CREATE POLICY app_update ON stock_confirmations FOR UPDATE TO stocktracker_app USING (${WRITES}) WITH CHECK (${WRITES});
      CREATE POLICY app_delete ON stock_confirmations FOR DELETE TO stocktracker_app USING (${WRITES});
      GRANT SELECT, INSERT, UPDATE, DELETE ON stock_confirmations TO stocktracker_app, stocktracker_system;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      SET LOCAL citus.multi_shard_modify_mode TO 'sequential';
      DROP TABLE stock_confirmations;
    `);
  }
}
