import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A batch that changes a thousand products leaves one mark a day instead of a thousand: each had its index and its foreign key. */
export class MarksOfMany1764000000011 implements MigrationInterface {
  readonly name = 'MarksOfMany1764000000011';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      SET LOCAL citus.multi_shard_modify_mode TO 'sequential';
      ALTER TABLE rollup_marks ADD COLUMN product_ids uuid[];
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
    `);
  }
}
