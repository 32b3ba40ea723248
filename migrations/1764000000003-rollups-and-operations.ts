import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is derived (daily rollups, cached figures) and what is kept about the running of the system. */
export class RollupsAndOperations1764000000003 implements MigrationInterface {
  readonly name = 'RollupsAndOperations1764000000003';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      SET LOCAL citus.multi_shard_modify_mode TO 'sequential';

      -- Sold and returned apart: a total is their difference, a kind is one of them.
      CREATE TABLE sales_daily (
        tenant_id uuid NOT NULL,
        user_id uuid NOT NULL,
        day date NOT NULL,
        product_id uuid,
        warehouse_name varchar(255) NOT NULL,
        sold_quantity integer NOT NULL,
        returned_quantity integer NOT NULL,
        sold_revenue numeric(14,2) NOT NULL,
        returned_revenue numeric(14,2) NOT NULL,
        sold_commission numeric(14,2) NOT NULL,
        returned_commission numeric(14,2) NOT NULL,
        sold_net numeric(14,2) NOT NULL,
        returned_net numeric(14,2) NOT NULL,
        net_missing integer NOT NULL,
        CONSTRAINT sales_daily_key UNIQUE NULLS NOT DISTINCT (tenant_id, user_id, day, product_id, warehouse_name),
        CONSTRAINT sales_daily_user_fkey FOREIGN KEY (tenant_id, user_id)
          REFERENCES users (tenant_id, id) ON DELETE CASCADE,
        CONSTRAINT sales_daily_product_fkey FOREIGN KEY (tenant_id, product_id)
          REFERENCES products (tenant_id, id) ON DELETE CASCADE
      );
      CREATE INDEX sales_daily_day_idx ON sales_daily (tenant_id, day);
      CREATE INDEX sales_daily_product_idx ON sales_daily (tenant_id, product_id, day);

      -- Sparse: a row only for a day with a change; a day without one keeps the end of the row before it.
      CREATE TABLE stock_daily (
        tenant_id uuid NOT NULL,
        product_id uuid NOT NULL,
        day date NOT NULL,
        user_id uuid NOT NULL,
        end_quantity integer NOT NULL,
        in_stock_share numeric(9,8) NOT NULL CHECK (in_stock_share BETWEEN 0 AND 1),
        -- the part of the day since the first record ever of the product: 1 but on its first day
        known_share numeric(9,8) NOT NULL CHECK (known_share BETWEEN 0 AND 1),
        CONSTRAINT stock_daily_pkey PRIMARY KEY (tenant_id, product_id, day),
        CONSTRAINT stock_daily_product_fkey FOREIGN KEY (tenant_id, product_id)
          REFERENCES products (tenant_id, id) ON DELETE CASCADE
      );

      -- Days that changed since they were rolled up. Append-only for writers: a mark made while a rollup runs
      -- is a row that the rollup can not have taken.
      CREATE TABLE rollup_marks (
        tenant_id uuid NOT NULL,
        id uuid NOT NULL DEFAULT uuid_v7(),
        user_id uuid NOT NULL,
        dataset varchar(10) NOT NULL CHECK (dataset IN ('sales', 'stock')),
        product_id uuid,
        day date NOT NULL,
        CONSTRAINT rollup_marks_pkey PRIMARY KEY (tenant_id, id),
        CONSTRAINT rollup_marks_user_fkey FOREIGN KEY (tenant_id, user_id)
          REFERENCES users (tenant_id, id) ON DELETE CASCADE
      );
      CREATE INDEX rollup_marks_user_idx ON rollup_marks (tenant_id, user_id, dataset);

      CREATE TABLE product_metrics (
        tenant_id uuid NOT NULL,
        product_id uuid NOT NULL,
        user_id uuid NOT NULL,
        as_of date NOT NULL,
        sold_30_days integer NOT NULL,
        returned_30_days integer NOT NULL,
        revenue_30_days numeric(14,2) NOT NULL,
        in_stock_days numeric(12,8) NOT NULL,
        known_days numeric(12,8) NOT NULL,
        velocity numeric(20,10),
        days_of_cover numeric(20,10),
        lost_units numeric(20,10),
        lost_revenue numeric(20,10),
        reorder_point integer,
        risk varchar(12) NOT NULL
          CHECK (risk IN ('OUT_OF_STOCK', 'ORDER_NOW', 'ORDER_SOON', 'OK', 'OVERSTOCK', 'NO_DEMAND')),
        calculated_at timestamptz NOT NULL,
        CONSTRAINT product_metrics_pkey PRIMARY KEY (tenant_id, product_id),
        CONSTRAINT product_metrics_product_fkey FOREIGN KEY (tenant_id, product_id)
          REFERENCES products (tenant_id, id) ON DELETE CASCADE
      );

      CREATE TABLE analytics_cache (
        id uuid NOT NULL DEFAULT uuid_v7(),
        user_id uuid NOT NULL,
        metric_type varchar(50) NOT NULL,
        period varchar(20) NOT NULL,
        data jsonb NOT NULL,
        calculated_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        tenant_id uuid NOT NULL,
        CONSTRAINT analytics_cache_pkey PRIMARY KEY (tenant_id, id),
        CONSTRAINT analytics_cache_metric_key UNIQUE (tenant_id, user_id, metric_type, period),
        CONSTRAINT analytics_cache_user_fkey FOREIGN KEY (tenant_id, user_id)
          REFERENCES users (tenant_id, id) ON DELETE CASCADE
      );

      -- Outlives what it speaks of: no foreign keys. user_id is who it was done to, admin_user_id who did it.
      -- What belongs to no tenant (a sign-in with an unknown address) has the nil uuid, which no caller can be.
      CREATE TABLE audit_log (
        id uuid NOT NULL DEFAULT uuid_v7(),
        user_id uuid,
        admin_user_id uuid,
        action varchar(100) NOT NULL,
        entity_type varchar(50),
        entity_id uuid,
        changes jsonb,
        ip_address inet,
        user_agent text,
        created_at timestamptz NOT NULL DEFAULT now(),
        tenant_id uuid NOT NULL,
        CONSTRAINT audit_log_pkey PRIMARY KEY (tenant_id, id, created_at)
      ) PARTITION BY RANGE (created_at);
      CREATE INDEX audit_log_created_idx ON audit_log (tenant_id, created_at DESC, id DESC);

      CREATE TABLE system_metrics (
        id uuid NOT NULL DEFAULT uuid_v7(),
        metric_name varchar(100) NOT NULL,
        metric_value numeric(15,2) NOT NULL,
        tags jsonb,
        recorded_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT system_metrics_pkey PRIMARY KEY (id, recorded_at)
      ) PARTITION BY RANGE (recorded_at);
      CREATE INDEX system_metrics_name_idx ON system_metrics (metric_name, recorded_at DESC);

      CREATE TABLE notifications (
        id uuid NOT NULL DEFAULT uuid_v7(),
        user_id uuid NOT NULL,
        type varchar(50) NOT NULL,
        title varchar(255) NOT NULL,
        message text NOT NULL,
        is_read boolean NOT NULL DEFAULT false,
        data jsonb,
        created_at timestamptz NOT NULL DEFAULT now(),
        tenant_id uuid NOT NULL,
        CONSTRAINT notifications_pkey PRIMARY KEY (tenant_id, id),
        CONSTRAINT notifications_user_fkey FOREIGN KEY (tenant_id, user_id)
          REFERENCES users (tenant_id, id) ON DELETE CASCADE
      );
      CREATE INDEX notifications_user_idx ON notifications (tenant_id, user_id, created_at DESC, id DESC);

      -- Version 1's own words. security_invoker: the reader's row-level security holds, not the owner's.
      CREATE VIEW v_active_users WITH (security_invoker = true) AS
      SELECT u.id, u.email, u.telegram_id, u.full_name, u.role, u.is_admin, u.payment_status, u.last_login_at,
        t.name AS tenant_name, s.plan_name, s.expires_at AS subscription_expires_at
      FROM users u
      LEFT JOIN tenants t ON u.tenant_id = t.id
      LEFT JOIN subscriptions s ON u.id = s.user_id AND s.status = 'active'
      WHERE u.is_active = true;

      CREATE VIEW v_admin_stats WITH (security_invoker = true) AS
      SELECT count(*) FILTER (WHERE is_active = true) AS total_users,
        count(*) FILTER (WHERE payment_status = 'paid') AS paid_users,
        count(*) FILTER (WHERE payment_status = 'trial') AS trial_users,
        count(*) FILTER (WHERE is_admin = true) AS admin_users,
        (SELECT count(*) FROM products) AS total_products,
        (SELECT count(*) FROM sales WHERE sale_date >= CURRENT_DATE - 30) AS sales_last_30_days
      FROM users;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      SET LOCAL citus.multi_shard_modify_mode TO 'sequential';
      DROP VIEW v_admin_stats, v_active_users;
      DROP TABLE notifications, system_metrics, audit_log, analytics_cache, product_metrics, rollup_marks,
        stock_daily, sales_daily;
    `);
  }
}
