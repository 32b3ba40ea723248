import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a batch that moves a thousand totals costs. */
export class BatchesOfStock1764000000011 implements MigrationInterface {
  readonly name = 'BatchesOfStock1764000000011';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      SET LOCAL citus.multi_shard_modify_mode TO 'sequential';

      -- one mark a day instead of one a product: each had its place in two indexes and its foreign key
      ALTER TABLE rollup_marks ADD COLUMN product_ids uuid[];

      -- Room for the next version of a row beside it: the seven indexes clear themselves of old versions page by page,
      -- and find them together. It concerns pages that are filled from now on.
      ALTER TABLE products SET (fillfactor = 70);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      SET LOCAL citus.multi_shard_modify_mode TO 'sequential';
      ALTER TABLE rollup_marks NO FORCE ROW LEVEL SECURITY;
      INSERT INTO rollup_marks (tenant_id, user_id, dataset, product_id, day)
        SELECT tenant_id, user_id, dataset, unnest(product_ids), day FROM rollup_marks WHERE product_ids IS NOT NULL;
      DELETE FROM rollup_marks WHERE product_ids IS NOT NULL;
      ALTER TABLE rollup_marks FORCE ROW LEVEL SECURITY;
      ALTER TABLE rollup_marks DROP COLUMN product_ids;
      ALTER TABLE products RESET (fillfactor);
    `);
  }
}
