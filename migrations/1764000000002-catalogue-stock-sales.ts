import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What a seller has, where it lies and what sold. tenant_id leads every key, so that the tables can be distributed
 * by tenant; user_id stands in each of them, so that row-level security needs no sub-select to tell owners apart.
 */
export class CatalogueStockSales1764000000002 implements MigrationInterface {
  readonly name = 'CatalogueStockSales1764000000002';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      SET LOCAL citus.multi_shard_modify_mode TO 'sequential';

      CREATE TABLE products (
        id uuid NOT NULL DEFAULT uuid_v7(),
        user_id uuid NOT NULL,
        wb_article varchar(100) NOT NULL,
        wb_nm_id bigint,
        name varchar(500),
        brand varchar(255),
        category varchar(255),
        price numeric(10,2),
        discount integer,
        rating numeric(3,2),
        reviews_count integer,
        in_stock boolean DEFAULT true,
        last_sync_at timestamptz,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        tenant_id uuid NOT NULL,
        archived_at timestamptz,
        stock_total integer NOT NULL DEFAULT 0,
        -- archived because the marketplace has it no more: comes back by itself, as one that a person archived does not
        wb_missing_since timestamptz,
        CONSTRAINT products_pkey PRIMARY KEY (tenant_id, id),
        CONSTRAINT products_nm_id_key UNIQUE (tenant_id, user_id, wb_nm_id),
        CONSTRAINT products_user_fkey FOREIGN KEY (tenant_id, user_id)
          REFERENCES users (tenant_id, id) ON DELETE CASCADE
      );
      CREATE UNIQUE INDEX products_article_key ON products (tenant_id, user_id, wb_article) WHERE wb_nm_id IS NULL;
      CREATE INDEX products_name_idx ON products (tenant_id, name, id);
      CREATE INDEX products_stock_total_idx ON products (tenant_id, stock_total, id);

      -- Dated, so that a new cost does not rewrite the profit of the past.
      CREATE TABLE product_costs (
        tenant_id uuid NOT NULL,
        product_id uuid NOT NULL,
        user_id uuid NOT NULL,
        valid_from date NOT NULL,
        unit_cost numeric(10,2),
        lead_time_days integer CHECK (lead_time_days BETWEEN 0 AND 365),
        created_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT product_costs_pkey PRIMARY KEY (tenant_id, product_id, valid_from),
        CONSTRAINT product_costs_product_fkey FOREIGN KEY (tenant_id, product_id)
          REFERENCES products (tenant_id, id) ON DELETE CASCADE
      );

      -- Append-only: a row says what a warehouse held from recorded_at until the next row.
      CREATE TABLE stock_history (
        id uuid NOT NULL DEFAULT uuid_v7(),
        product_id uuid NOT NULL,
        warehouse_name varchar(255) NOT NULL,
        quantity integer NOT NULL CHECK (quantity >= 0),
        recorded_at timestamptz NOT NULL DEFAULT now(),
        created_at timestamptz NOT NULL DEFAULT now(),
        tenant_id uuid NOT NULL,
        user_id uuid NOT NULL,
        delta integer NOT NULL,
        CONSTRAINT stock_history_pkey PRIMARY KEY (tenant_id, id, recorded_at),
        CONSTRAINT stock_history_observation_key UNIQUE (tenant_id, product_id, warehouse_name, recorded_at),
        CONSTRAINT stock_history_product_fkey FOREIGN KEY (tenant_id, product_id)
          REFERENCES products (tenant_id, id) ON DELETE CASCADE
      ) PARTITION BY RANGE (recorded_at);
      CREATE INDEX stock_history_recorded_idx ON stock_history (tenant_id, recorded_at DESC, id DESC);
      CREATE INDEX stock_history_product_idx ON stock_history (tenant_id, product_id, recorded_at DESC, id DESC);

      -- What stock_history ends with, product by warehouse; derivable from it at any time.
      CREATE TABLE stock_levels (
        tenant_id uuid NOT NULL,
        product_id uuid NOT NULL,
        warehouse_name varchar(255) NOT NULL,
        user_id uuid NOT NULL,
        quantity integer NOT NULL CHECK (quantity >= 0),
        in_transit_to_customer integer NOT NULL DEFAULT 0,
        in_transit_from_customer integer NOT NULL DEFAULT 0,
        recorded_at timestamptz NOT NULL,
        -- who tells of it: what one source does not list may not be zeroed for another
        source varchar(10) NOT NULL DEFAULT 'manual' CHECK (source IN ('wb', 'seller', 'manual')),
        CONSTRAINT stock_levels_pkey PRIMARY KEY (tenant_id, product_id, warehouse_name),
        CONSTRAINT stock_levels_product_fkey FOREIGN KEY (tenant_id, product_id)
          REFERENCES products (tenant_id, id) ON DELETE CASCADE
      );
      CREATE INDEX stock_levels_warehouse_idx ON stock_levels (tenant_id, warehouse_name);

      -- price is of one unit; commission and net_amount are of the row; all positive, kind carries the sign.
      -- external_id is what makes a sale itself: the marketplace's saleID, or KIND:wb_order_id of a client's own.
      CREATE TABLE sales (
        id uuid NOT NULL DEFAULT uuid_v7(),
        user_id uuid NOT NULL,
        product_id uuid,
        wb_order_id varchar(100),
        sale_date date NOT NULL,
        quantity integer NOT NULL,
        price numeric(10,2) NOT NULL,
        commission numeric(10,2),
        net_amount numeric(10,2),
        created_at timestamptz NOT NULL DEFAULT now(),
        tenant_id uuid NOT NULL,
        kind varchar(6) NOT NULL DEFAULT 'SALE' CHECK (kind IN ('SALE', 'RETURN')),
        warehouse_name varchar(255),
        external_id varchar(120) NOT NULL,
        CONSTRAINT sales_pkey PRIMARY KEY (tenant_id, id, sale_date),
        CONSTRAINT sales_external_id_key UNIQUE (tenant_id, user_id, external_id, sale_date),
        CONSTRAINT sales_user_fkey FOREIGN KEY (tenant_id, user_id)
          REFERENCES users (tenant_id, id) ON DELETE CASCADE,
        CONSTRAINT sales_product_fkey FOREIGN KEY (tenant_id, product_id)
          REFERENCES products (tenant_id, id)
      ) PARTITION BY RANGE (sale_date);
      CREATE INDEX sales_date_idx ON sales (tenant_id, sale_date DESC, id DESC);
      CREATE INDEX sales_product_idx ON sales (tenant_id, product_id, sale_date DESC, id DESC);
      CREATE INDEX sales_order_idx ON sales (tenant_id, user_id, wb_order_id);

      -- The marketplace keeps an order for 90 days only; what is not stored here is lost.
      CREATE TABLE orders (
        tenant_id uuid NOT NULL,
        user_id uuid NOT NULL,
        external_id varchar(120) NOT NULL,
        product_id uuid,
        ordered_at timestamptz NOT NULL,
        price numeric(10,2),
        warehouse_name varchar(255),
        cancelled_at timestamptz,
        created_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT orders_pkey PRIMARY KEY (tenant_id, user_id, external_id),
        CONSTRAINT orders_user_fkey FOREIGN KEY (tenant_id, user_id)
          REFERENCES users (tenant_id, id) ON DELETE CASCADE,
        CONSTRAINT orders_product_fkey FOREIGN KEY (tenant_id, product_id)
          REFERENCES products (tenant_id, id) ON DELETE CASCADE
      );
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      SET LOCAL citus.multi_shard_modify_mode TO 'sequential';
      DROP TABLE orders, sales, stock_levels, stock_history, product_costs, products;
    `);
  }
}
