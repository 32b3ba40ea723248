import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tables that the owner, who has no policy, reads or fills here. */
const FILLED = ['sales', 'rollup_marks'];

/**
 * A sale's price may not be null in version 1: 0 is one that is not known yet. How many sales and returns have none, and
 * of how many units sold: without that, a sum of 0 may be a statement or none, and an average price is too low.
 */
export class UnknownPrices1764000000016 implements MigrationInterface {
  readonly name = 'UnknownPrices1764000000016';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      SET LOCAL citus.multi_shard_modify_mode TO 'sequential';
      -- price_missing is of both kinds, like the others
      ALTER TABLE sales_daily
        ADD COLUMN price_missing integer NOT NULL DEFAULT 0,
        ADD COLUMN returned_price_missing integer NOT NULL DEFAULT 0,
        ADD COLUMN sold_unpriced integer NOT NULL DEFAULT 0;
      ALTER TABLE sales_totals_daily
        ADD COLUMN price_missing bigint NOT NULL DEFAULT 0,
        ADD COLUMN returned_price_missing bigint NOT NULL DEFAULT 0,
        ADD COLUMN sold_unpriced bigint NOT NULL DEFAULT 0;
    `);
    for (const table of FILLED) await db.query(`ALTER TABLE ${table} NO FORCE ROW LEVEL SECURITY`);
    // days of which the default is wrong: the next rollup of each seller counts
    await db.query(`
      INSERT INTO rollup_marks (tenant_id, user_id, dataset, day)
      SELECT tenant_id, user_id, 'sales', sale_date FROM sales WHERE price = 0 GROUP BY tenant_id, user_id, sale_date
    `);
    for (const table of FILLED) await db.query(`ALTER TABLE ${table} FORCE ROW LEVEL SECURITY`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      SET LOCAL citus.multi_shard_modify_mode TO 'sequential';
      ALTER TABLE sales_totals_daily
        DROP COLUMN price_missing, DROP COLUMN returned_price_missing, DROP COLUMN sold_unpriced;
      ALTER TABLE sales_daily
        DROP COLUMN price_missing, DROP COLUMN returned_price_missing, DROP COLUMN sold_unpriced;
    `);
  }
}
