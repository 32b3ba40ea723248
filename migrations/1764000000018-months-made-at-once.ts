import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Two who need the same month at once: the second one waited for the first, and then looked into what its session
 * remembered of the catalogue, where the month was still missing. It looks by a query now, which sees what others have
 * committed. They wait by the table and not by the month: who makes several holds the table while waiting for the next.
 */
export class MonthsMadeAtOnce1764000000018 implements MigrationInterface {
  readonly name = 'MonthsMadeAtOnce1764000000018';

  async up(db: QueryRunner): Promise<void> {
    await db.query(
      ensureMonthPartitions({
        lock: `hashtext(parent)`,
        missing: `NOT EXISTS (SELECT FROM pg_class WHERE relname = partition AND relnamespace = 'public'::regnamespace)`,
        create: 'CREATE TABLE IF NOT EXISTS',
      }),
    );
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(
      ensureMonthPartitions({
        lock: 'hashtext(partition)',
        missing: `to_regclass('public.' || partition) IS NULL`,
        create: 'CREATE TABLE',
      }),
    );
  }
}

interface Making {
  readonly lock: string;
  /** Asked behind the lock. */
  readonly missing: string;
  readonly create: string;
}

const ensureMonthPartitions = ({ lock, missing, create }: Making): string => `
  CREATE OR REPLACE FUNCTION ensure_month_partitions(parent text, first_day date, last_day date) RETURNS integer
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
        PERFORM pg_advisory_xact_lock(hashtext('ensure_month_partitions'), ${lock});
        IF ${missing} THEN
          -- timestamps are cut at midnight UTC, whatever the session's zone
          EXECUTE format('${create} public.%I PARTITION OF public.%I FOR VALUES FROM (%L) TO (%L)', partition, parent,
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
`;
