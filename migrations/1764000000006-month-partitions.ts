import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Months of the partitioned tables are made by a function that runs with the owner's rights: the application may not
 * create tables, but a late sale must find its month.
 */
export class MonthPartitions1764000000006 implements MigrationInterface {
  readonly name = 'MonthPartitions1764000000006';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      SET LOCAL citus.multi_shard_modify_mode TO 'sequential';

      CREATE FUNCTION ensure_month_partitions(parent text, first_day date, last_day date) RETURNS integer
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
      DECLARE
        month date := date_trunc('month', first_day)::date;
        made integer := 0;
        partition text;
      BEGIN
        IF parent NOT IN ('stock_history', 'sales', 'audit_log', 'system_metrics') THEN
          RAISE EXCEPTION 'no partitioned table %', parent USING ERRCODE = 'invalid_parameter_value';
        END IF;
        IF first_day < date '2000-01-01' OR last_day > CURRENT_DATE + 400 THEN
          RAISE EXCEPTION 'month out of range' USING ERRCODE = 'invalid_parameter_value';
        END IF;
        WHILE month <= last_day LOOP
          partition := parent || '_' || to_char(month, 'YYYY_MM');
          IF to_regclass('public.' || partition) IS NULL THEN
            -- one maker at a time; the second finds it made
            PERFORM pg_advisory_xact_lock(hashtext('ensure_month_partitions'), hashtext(partition));
            IF to_regclass('public.' || partition) IS NULL THEN
              -- timestamps are cut at midnight UTC, whatever the session's zone
              EXECUTE format('CREATE TABLE public.%I PARTITION OF public.%I FOR VALUES FROM (%L) TO (%L)', partition, parent,
                CASE WHEN parent = 'sales' THEN month::text ELSE month || ' 00:00:00+00' END,
                CASE WHEN parent = 'sales' THEN (month + interval '1 month')::date::text
                  ELSE (month + interval '1 month')::date || ' 00:00:00+00' END);
              made := made + 1;
            END IF;
          END IF;
          month := (month + interval '1 month')::date;
        END LOOP;
        RETURN made;
      END $$;
      REVOKE ALL ON FUNCTION ensure_month_partitions(text, date, date) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION ensure_month_partitions(text, date, date) TO stocktracker_app, stocktracker_system;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP FUNCTION ensure_month_partitions(text, date, date)`);
  }
}
