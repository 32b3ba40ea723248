import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tables that the owner, who has no policy, reads or fills here. */
const FILLED = ['sales', 'rollup_marks'];

/** Of how many sales and returns amounts are not known: without that, a sum of 0 may be a statement or none. */
export class UnknownAmounts1764000000014 implements MigrationInterface {
  readonly name = 'UnknownAmounts1764000000014';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      SET LOCAL citus.multi_shard_modify_mode TO 'sequential';
      -- net_missing, which is there already, is of both kinds too
      ALTER TABLE sales_daily
        ADD COLUMN commission_missing integer NOT NULL DEFAULT 0,
        ADD COLUMN returned_commission_missing integer NOT NULL DEFAULT 0,
        ADD COLUMN returned_net_missing integer NOT NULL DEFAULT 0;
    `);
    for (const table of FILLED) await db.query(`ALTER TABLE ${table} NO FORCE ROW LEVEL SECURITY`);
    // days of which the default is wrong: the next rollup of each seller counts
    await db.query(`
      INSERT INTO rollup_marks (tenant_id, user_id, dataset, day)
      SELECT tenant_id, user_id, 'sales', sale_date FROM sales
      WHERE commission IS NULL OR kind = 'RETURN' AND net_amount IS NULL
      GROUP BY tenant_id, user_id, sale_date
    `);
    for (const table of FILLED) await db.query(`ALTER TABLE ${table} FORCE ROW LEVEL SECURITY`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      SET LOCAL citus.multi_shard_modify_mode TO 'sequential';
      ALTER TABLE sales_daily
        DROP COLUMN commission_missing, DROP COLUMN returned_commission_missing, DROP COLUMN returned_net_missing;
    `);
  }
}
