import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What recording by clients needs: pages of a warehouse's stock, and an end to how long history is kept. */
export class StockAndSales1764000000009 implements MigrationInterface {
  readonly name = 'StockAndSales1764000000009';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      SET LOCAL citus.multi_shard_modify_mode TO 'sequential';

      -- a page of one warehouse goes on where the one before ended
      DROP INDEX stock_levels_warehouse_idx;
      CREATE INDEX stock_levels_warehouse_idx ON stock_levels (tenant_id, warehouse_name, product_id);

      -- Months of stock_history alone, whole ones, and none of the last three: whoever calls this by mistake loses no
      -- figure of today's. What was on hand at the cut has to be written down before.
      CREATE FUNCTION drop_stock_history_before(cut date) RETURNS integer
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
      DECLARE
        dropped integer := 0;
        partition text;
      BEGIN
        IF cut IS NULL OR cut <> date_trunc('month', cut)::date THEN
          RAISE EXCEPTION 'the cut is no first day of a month' USING ERRCODE = 'invalid_parameter_value';
        END IF;
        IF cut > date_trunc('month', CURRENT_DATE)::date - interval '3 months' THEN
          RAISE EXCEPTION 'the cut is too near' USING ERRCODE = 'invalid_parameter_value';
        END IF;
        FOR partition IN
          SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
          WHERE i.inhparent = 'public.stock_history'::regclass AND c.relname ~ '^stock_history_\\d{4}_\\d\\d$'
            AND c.relname < 'stock_history_' || to_char(cut, 'YYYY_MM')
          ORDER BY c.relname
        LOOP
          EXECUTE format('DROP TABLE public.%I', partition);
          dropped := dropped + 1;
        END LOOP;
        RETURN dropped;
      END $$;
      REVOKE ALL ON FUNCTION drop_stock_history_before(date) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION drop_stock_history_before(date) TO stocktracker_system;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      SET LOCAL citus.multi_shard_modify_mode TO 'sequential';
      DROP FUNCTION drop_stock_history_before(date);
      DROP INDEX stock_levels_warehouse_idx;
      CREATE INDEX stock_levels_warehouse_idx ON stock_levels (tenant_id, warehouse_name);
    `);
  }
}
