import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An export is its owner's alone: a colleague who sees the same rows may not see all that is in the file. */
const OWN = `tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
  AND user_id = nullif(current_setting('app.user_id', true), '')::uuid`;

/** Files that people have asked for. The files themselves lie in a folder of the program. */
export class Exports1764000000010 implements MigrationInterface {
  readonly name = 'Exports1764000000010';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      SET LOCAL citus.multi_shard_modify_mode TO 'sequential';

      CREATE TABLE exports (
        tenant_id uuid NOT NULL,
        id uuid NOT NULL,
        user_id uuid NOT NULL,
        kind varchar(20) NOT NULL,
        format varchar(10) NOT NULL CHECK (format IN ('CSV', 'XLSX', 'JSONL')),
        -- as the client gave it
        product_filter jsonb,
        -- days in Europe/Moscow, the second one outside
        range_from date,
        range_until date,
        state varchar(10) NOT NULL CHECK (state IN ('QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED')),
        -- times that a worker has begun
        attempts integer NOT NULL DEFAULT 0,
        rows integer NOT NULL DEFAULT 0,
        bytes bigint NOT NULL DEFAULT 0,
        -- whose rows the owner saw when it was made
        scope varchar(10) CHECK (scope IN ('own', 'tenant')),
        error text,
        created_at timestamptz NOT NULL,
        started_at timestamptz,
        finished_at timestamptz,
        -- when the file goes
        expires_at timestamptz,
        CONSTRAINT exports_pkey PRIMARY KEY (tenant_id, id),
        CONSTRAINT exports_user_fkey FOREIGN KEY (tenant_id, user_id)
          REFERENCES users (tenant_id, id) ON DELETE CASCADE,
        CONSTRAINT exports_range_check CHECK (range_until > range_from),
        CONSTRAINT exports_succeeded_check
          CHECK (state <> 'SUCCEEDED' OR (expires_at IS NOT NULL AND scope IS NOT NULL))
      );
      CREATE INDEX exports_user_idx ON exports (tenant_id, user_id, id);
      -- by id alone: a link names no tenant
      CREATE INDEX exports_id_idx ON exports (id);
      CREATE INDEX exports_unfinished_idx ON exports (created_at) WHERE state IN ('QUEUED', 'RUNNING');
      CREATE INDEX exports_created_idx ON exports (created_at);

      ALTER TABLE exports ENABLE ROW LEVEL SECURITY;
      ALTER TABLE exports FORCE ROW LEVEL SECURITY;
      CREATE POLICY system_all ON exports TO stocktracker_system USING (true) WITH CHECK (true);
      CREATE POLICY app_rows ON exports TO stocktracker_app USING (${OWN}) WITH CHECK (${OWN});
      GRANT SELECT, INSERT, UPDATE ON exports TO stocktracker_app;
      GRANT SELECT, INSERT, UPDATE, DELETE ON exports TO stocktracker_system;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      SET LOCAL citus.multi_shard_modify_mode TO 'sequential';
      DROP TABLE exports;
    `);
  }
}
