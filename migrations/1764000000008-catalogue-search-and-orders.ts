import type { MigrationInterface, QueryRunner } from 'typeorm';

const TENANT = `nullif(current_setting('app.tenant_id', true), '')::uuid`;
const USER = `nullif(current_setting('app.user_id', true), '')::uuid`;

/** As in the migrations of the policies: a CASE, since of an OR the planner expects few rows. */
const SEEN = `tenant_id = ${TENANT} AND CASE WHEN current_setting('app.scope', true) = 'tenant' THEN true ELSE user_id = ${USER} END`;
const CHANGED = `tenant_id = ${TENANT} AND
  CASE current_setting('app.write_scope', true) WHEN 'tenant' THEN true WHEN 'own' THEN user_id = ${USER} ELSE false END`;

const TEXT = 'product_search_text(wb_article, name, brand, wb_nm_id)';

/** Trusted since PostgreSQL 13: who may create in the database may make them. */
const EXTENSIONS = ['pg_trgm', 'btree_gin'];

/**
 * What the catalogue is searched and sorted by. docs/adr/0013-search.md tells why the searched text has a table of its
 * own, why a function with the owner's rights reads it, and why prices are compared in kopecks.
 */
export class CatalogueSearchAndOrders1764000000008 implements MigrationInterface {
  readonly name = 'CatalogueSearchAndOrders1764000000008';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`SET LOCAL citus.multi_shard_modify_mode TO 'sequential'`);
    for (const extension of EXTENSIONS) {
      await db.query(`
        DO $$ BEGIN
          CREATE EXTENSION IF NOT EXISTS ${extension};
        EXCEPTION WHEN insufficient_privilege OR feature_not_supported OR undefined_file THEN
          RAISE EXCEPTION 'The catalogue needs the extension ${extension}, which % may not make here (%). Let an administrator of the server run CREATE EXTENSION ${extension} in the database %, then start again',
            current_user, SQLERRM, current_database();
        END $$
      `);
    }
    await db.query(`
      CREATE FUNCTION product_search_text(article text, name text, brand text, nm_id bigint) RETURNS text
      LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT article || E'\\n' || coalesce(name, '') || E'\\n' || coalesce(brand, '') || E'\\n' || coalesce(nm_id::text, '')
      $$;

      -- Small Latin letters for Cyrillic ones: pg_trgm leaves out what the server's LC_CTYPE takes for no letter, and
      -- under C that is all of Cyrillic. Texts that differ may become the same: whoever searches compares once more.
      CREATE FUNCTION product_search_key(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT translate(lower($1),
          'абвгдеёжзийклмнопрстуфхцчшщъыьэюяАБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ',
          'abvgdeejziiklmnoprstufhcqwwyyyxuyabvgdeejziiklmnoprstufhcqwwyyyxuy')
      $$;

      ALTER TABLE products
        -- of what product_search holds of this row; another one than the row's when somebody else wrote that
        ADD COLUMN search_hash bigint;

      CREATE TABLE product_search (
        tenant_id uuid NOT NULL,
        product_id uuid NOT NULL,
        user_id uuid NOT NULL,
        key text NOT NULL,
        CONSTRAINT product_search_pkey PRIMARY KEY (tenant_id, product_id),
        CONSTRAINT product_search_product_fkey FOREIGN KEY (tenant_id, product_id)
          REFERENCES products (tenant_id, id) ON DELETE CASCADE
      );

      ALTER TABLE products NO FORCE ROW LEVEL SECURITY;
      INSERT INTO product_search (tenant_id, product_id, user_id, key)
        SELECT tenant_id, id, user_id, product_search_key(${TEXT}) FROM products;
      UPDATE products SET search_hash = hashtextextended(${TEXT}, 0);
      ALTER TABLE products FORCE ROW LEVEL SECURITY;

      ALTER TABLE products
        ADD COLUMN search_stale boolean
          GENERATED ALWAYS AS (search_hash IS DISTINCT FROM hashtextextended(${TEXT}, 0)) STORED,
        -- numeric comparisons are not leakproof, so that behind a policy no index follows them; those of bigint are
        ADD COLUMN price_kopecks bigint GENERATED ALWAYS AS ((price * 100)::bigint) STORED;
      CREATE INDEX products_created_at_idx ON products (tenant_id, created_at, id) WHERE archived_at IS NULL;
      CREATE INDEX products_updated_at_idx ON products (tenant_id, updated_at, id) WHERE archived_at IS NULL;
      CREATE INDEX products_price_idx ON products (tenant_id, price_kopecks, id) WHERE archived_at IS NULL;
      CREATE INDEX products_search_stale_idx ON products (tenant_id, user_id) WHERE search_stale;
      CREATE INDEX product_search_key_idx ON product_search USING gin (tenant_id, key gin_trgm_ops);

      ALTER TABLE product_search ENABLE ROW LEVEL SECURITY;
      ALTER TABLE product_search FORCE ROW LEVEL SECURITY;
      CREATE POLICY system_all ON product_search TO stocktracker_system USING (true) WITH CHECK (true);
      CREATE POLICY app_read ON product_search FOR SELECT TO stocktracker_app USING (${SEEN});
      CREATE POLICY app_insert ON product_search FOR INSERT TO stocktracker_app WITH CHECK (${CHANGED});
      CREATE POLICY app_update ON product_search FOR UPDATE TO stocktracker_app USING (${CHANGED}) WITH CHECK (${CHANGED});
      CREATE POLICY app_delete ON product_search FOR DELETE TO stocktracker_app USING (${CHANGED});
      GRANT SELECT, INSERT, UPDATE, DELETE ON product_search TO stocktracker_app, stocktracker_system;
      -- for the function below, which looks at nothing but what its caller may see
      CREATE POLICY owner_read ON product_search FOR SELECT TO CURRENT_USER USING (true);

      -- Products of which the key is like the pattern; null where they are more than so many. Whose rows it looks at, the
      -- caller's settings say, as in the policies. Each pattern has its own plan.
      CREATE FUNCTION product_search_hits(pattern text, most integer) RETURNS uuid[]
      LANGUAGE sql STABLE SECURITY DEFINER
      SET search_path = pg_catalog, public, pg_temp SET plan_cache_mode = force_custom_plan SET enable_seqscan = off AS $$
        SELECT CASE WHEN count(*) <= most THEN coalesce(array_agg(hit.product_id), '{}') END
        FROM (
          SELECT product_id FROM public.product_search
          WHERE ${SEEN} AND key LIKE public.product_search_key(pattern)
          LIMIT most + 1
        ) AS hit
      $$;
      REVOKE ALL ON FUNCTION product_search_hits(text, integer) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION product_search_hits(text, integer) TO stocktracker_app;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      SET LOCAL citus.multi_shard_modify_mode TO 'sequential';
      DROP FUNCTION product_search_hits(text, integer);
      DROP TABLE product_search;
      DROP INDEX products_search_stale_idx, products_price_idx, products_updated_at_idx, products_created_at_idx;
      ALTER TABLE products DROP COLUMN search_stale, DROP COLUMN search_hash, DROP COLUMN price_kopecks;
      DROP FUNCTION product_search_key(text);
      DROP FUNCTION product_search_text(text, text, text, bigint);
    `);
    for (const extension of EXTENSIONS) {
      // one that an administrator has made, or that something else needs, stays
      await db.query(`
        DO $$ BEGIN
          DROP EXTENSION IF EXISTS ${extension};
        EXCEPTION WHEN insufficient_privilege OR dependent_objects_still_exist THEN NULL;
        END $$
      `);
    }
  }
}
