import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the sampling of the system's own figures needs: samples that can not be doubled, and an end to how long they are kept. */
export class SystemMetrics1764000000012 implements MigrationInterface {
  readonly name = 'SystemMetrics1764000000012';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      SET LOCAL citus.multi_shard_modify_mode TO 'sequential';

      -- A sample is what it is of, with its tags, at its time: taken twice, by whomever, it is one row.
      CREATE UNIQUE INDEX system_metrics_sample_key ON system_metrics (metric_name, recorded_at, tags) NULLS NOT DISTINCT;
      -- which finds what that one found too
      DROP INDEX system_metrics_name_idx;
      GRANT UPDATE ON system_metrics TO stocktracker_system;

      -- What each process has answered in each minute, until it is added up: percentiles of several processes can not
      -- be made of the percentiles of each.
      CREATE TABLE api_minutes (
        minute timestamptz NOT NULL,
        process_id uuid NOT NULL,
        figures jsonb NOT NULL,
        CONSTRAINT api_minutes_pkey PRIMARY KEY (minute, process_id)
      );
      ALTER TABLE api_minutes ENABLE ROW LEVEL SECURITY;
      ALTER TABLE api_minutes FORCE ROW LEVEL SECURITY;
      CREATE POLICY system_all ON api_minutes TO stocktracker_system USING (true) WITH CHECK (true);
      GRANT SELECT, INSERT, UPDATE, DELETE ON api_minutes TO stocktracker_system;

      -- what has served its time is found by it
      CREATE INDEX notifications_read_idx ON notifications (created_at) WHERE is_read;
      CREATE INDEX sync_runs_finished_idx ON sync_runs (finished_at);

      -- Months of system_metrics alone, whole ones, and none of the last three.
      CREATE FUNCTION drop_system_metrics_before(cut date) RETURNS integer
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
          WHERE i.inhparent = 'public.system_metrics'::regclass AND c.relname ~ '^system_metrics_\\d{4}_\\d\\d$'
            AND c.relname < 'system_metrics_' || to_char(cut, 'YYYY_MM')
          ORDER BY c.relname
        LOOP
          EXECUTE format('DROP TABLE public.%I', partition);
          dropped := dropped + 1;
        END LOOP;
        RETURN dropped;
      END $$;
      REVOKE ALL ON FUNCTION drop_system_metrics_before(date) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION drop_system_metrics_before(date) TO stocktracker_system;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      SET LOCAL citus.multi_shard_modify_mode TO 'sequential';
      DROP FUNCTION drop_system_metrics_before(date);
      DROP INDEX sync_runs_finished_idx, notifications_read_idx;
      DROP TABLE api_minutes;
      REVOKE UPDATE ON system_metrics FROM stocktracker_system;
      CREATE INDEX system_metrics_name_idx ON system_metrics (metric_name, recorded_at DESC);
      DROP INDEX system_metrics_sample_key;
    `);
  }
}
