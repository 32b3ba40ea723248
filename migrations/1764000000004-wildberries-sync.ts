import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where a marketplace connection stands: its key's state, its runs, its cursors, its request budgets. */
export class WildberriesSync1764000000004 implements MigrationInterface {
  readonly name = 'WildberriesSync1764000000004';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      SET LOCAL citus.multi_shard_modify_mode TO 'sequential';

      -- What the key said of itself when it was checked. The key is in users.wb_api_key_encrypted.
      CREATE TABLE wildberries_connections (
        tenant_id uuid NOT NULL,
        user_id uuid NOT NULL,
        seller_id varchar(64) NOT NULL,
        token_type varchar(10) NOT NULL CHECK (token_type IN ('base', 'personal', 'service')),
        key_expires_at timestamptz NOT NULL,
        state varchar(10) NOT NULL CHECK (state IN ('VALID', 'INVALID')),
        error text,
        checked_at timestamptz NOT NULL,
        CONSTRAINT wildberries_connections_pkey PRIMARY KEY (tenant_id, user_id),
        CONSTRAINT wildberries_connections_user_fkey FOREIGN KEY (tenant_id, user_id)
          REFERENCES users (tenant_id, id) ON DELETE CASCADE
      );

      CREATE TABLE sync_runs (
        tenant_id uuid NOT NULL,
        id uuid NOT NULL,
        user_id uuid NOT NULL,
        state varchar(10) NOT NULL
          CHECK (state IN ('QUEUED', 'RUNNING', 'SUCCEEDED', 'PARTIAL', 'FAILED', 'CANCELLED')),
        queued_at timestamptz NOT NULL,
        started_at timestamptz,
        finished_at timestamptz,
        progress real NOT NULL DEFAULT 0 CHECK (progress BETWEEN 0 AND 1),
        products_synced integer NOT NULL DEFAULT 0,
        stock_records_written integer NOT NULL DEFAULT 0,
        sales_written integer NOT NULL DEFAULT 0,
        datasets jsonb NOT NULL DEFAULT '[]',
        error text,
        CONSTRAINT sync_runs_pkey PRIMARY KEY (tenant_id, id),
        CONSTRAINT sync_runs_user_fkey FOREIGN KEY (tenant_id, user_id)
          REFERENCES users (tenant_id, id) ON DELETE CASCADE
      );
      -- Two at once for one seller can not happen.
      CREATE UNIQUE INDEX sync_runs_one_active ON sync_runs (tenant_id, user_id) WHERE state IN ('QUEUED', 'RUNNING');
      CREATE INDEX sync_runs_user_idx ON sync_runs (tenant_id, user_id, id DESC);

      CREATE TABLE sync_cursors (
        tenant_id uuid NOT NULL,
        user_id uuid NOT NULL,
        dataset varchar(30) NOT NULL,
        cursor jsonb,
        as_of timestamptz,
        full_pass_at timestamptz,
        next_attempt_at timestamptz,
        CONSTRAINT sync_cursors_pkey PRIMARY KEY (tenant_id, user_id, dataset),
        CONSTRAINT sync_cursors_user_fkey FOREIGN KEY (tenant_id, user_id)
          REFERENCES users (tenant_id, id) ON DELETE CASCADE
      );

      -- A pass over cards or stock gathers here and is compared as a whole when it is complete. Unlogged: a crash
      -- of the database empties it, which a pass notices by the number of its cards, and starts again.
      CREATE UNLOGGED TABLE sync_stage (
        tenant_id uuid NOT NULL,
        user_id uuid NOT NULL,
        dataset varchar(30) NOT NULL,
        nm_id bigint NOT NULL,
        source varchar(10) NOT NULL DEFAULT 'wb',
        warehouse_name varchar(255) NOT NULL DEFAULT '',
        quantity integer NOT NULL DEFAULT 0,
        in_transit_to_customer integer NOT NULL DEFAULT 0,
        in_transit_from_customer integer NOT NULL DEFAULT 0
      );
      CREATE INDEX sync_stage_user_idx ON sync_stage (tenant_id, user_id, dataset, nm_id);

      -- One clock per seller account of the marketplace, whoever here holds a key to it: so no tenant, and for
      -- the system role alone. The theoretical arrival time of GCRA, and the end of a pause that a 429 asked for.
      CREATE TABLE wildberries_budgets (
        seller_id varchar(64) NOT NULL,
        bucket varchar(60) NOT NULL,
        arrival_at_ms bigint NOT NULL DEFAULT 0,
        blocked_until_ms bigint NOT NULL DEFAULT 0,
        CONSTRAINT wildberries_budgets_pkey PRIMARY KEY (seller_id, bucket)
      );
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      SET LOCAL citus.multi_shard_modify_mode TO 'sequential';
      DROP TABLE wildberries_budgets, sync_stage, sync_cursors, sync_runs, wildberries_connections;
    `);
  }
}
