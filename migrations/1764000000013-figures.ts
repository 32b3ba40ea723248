import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tables that the owner, who has no policy, reads or fills here. */
const FILLED = ['products', 'rollup_marks'];

/** Every figure of a product, and the list of what to order next. */
export class Figures1764000000013 implements MigrationInterface {
  readonly name = 'Figures1764000000013';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      SET LOCAL citus.multi_shard_modify_mode TO 'sequential';

      -- Derived, and without what the new columns say: the next rollup of each seller fills it anew.
      TRUNCATE product_metrics;
      ALTER TABLE product_metrics
        -- as they went into the figures: both may have changed since
        ADD COLUMN stock_now integer NOT NULL,
        ADD COLUMN lead_time_days integer,
        ADD COLUMN cost_30_days numeric(14,2) NOT NULL,
        ADD COLUMN cost_missing integer NOT NULL,
        ADD COLUMN profit_30_days numeric(14,2),
        ADD COLUMN turnover_days numeric(20,10),
        ADD COLUMN days_out_of_stock numeric(12,8),
        ADD COLUMN buyout_rate numeric(20,10),
        ADD COLUMN abc_class varchar(1) NOT NULL CHECK (abc_class IN ('A', 'B', 'C')),
        ADD COLUMN xyz_class varchar(3) NOT NULL CHECK (xyz_class IN ('X', 'Y', 'Z', 'NEW')),
        ADD COLUMN reorder_quantity integer,
        ADD COLUMN stockout_date date;

      -- One stretch a risk. A date, since behind a policy no index follows a comparison of numeric.
      CREATE INDEX product_metrics_replenishment_idx ON product_metrics (tenant_id, risk, stockout_date, product_id)
        WHERE reorder_point IS NOT NULL;

      -- A cost or a lead time that is another one now changes figures too, of no day in particular.
      ALTER TABLE rollup_marks DROP CONSTRAINT rollup_marks_dataset_check;
      ALTER TABLE rollup_marks ADD CONSTRAINT rollup_marks_dataset_check CHECK (dataset IN ('sales', 'stock', 'costs'));
    `);
    await this.asOwner(
      db,
      `INSERT INTO rollup_marks (tenant_id, user_id, dataset, day)
       SELECT tenant_id, user_id, 'costs', CURRENT_DATE FROM products GROUP BY tenant_id, user_id`,
    );
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      SET LOCAL citus.multi_shard_modify_mode TO 'sequential';
      DROP INDEX product_metrics_replenishment_idx;
      ALTER TABLE product_metrics
        DROP COLUMN stock_now, DROP COLUMN lead_time_days, DROP COLUMN cost_30_days, DROP COLUMN cost_missing,
        DROP COLUMN profit_30_days, DROP COLUMN turnover_days, DROP COLUMN days_out_of_stock, DROP COLUMN buyout_rate,
        DROP COLUMN abc_class, DROP COLUMN xyz_class, DROP COLUMN reorder_quantity, DROP COLUMN stockout_date;
    `);
    await this.asOwner(db, `DELETE FROM rollup_marks WHERE dataset = 'costs'`);
    await db.query(`
      ALTER TABLE rollup_marks DROP CONSTRAINT rollup_marks_dataset_check;
      ALTER TABLE rollup_marks ADD CONSTRAINT rollup_marks_dataset_check CHECK (dataset IN ('sales', 'stock'));
    `);
  }

  private async asOwner(db: QueryRunner, sql: string): Promise<void> {
    for (const table of FILLED) await db.query(`ALTER TABLE ${table} NO FORCE ROW LEVEL SECURITY`);
    await db.query(sql);
    for (const table of FILLED) await db.query(`ALTER TABLE ${table} FORCE ROW LEVEL SECURITY`);
  }
}
