import type { MigrationInterface, QueryRunner } from 'typeorm';

const TENANT = `nullif(current_setting('app.tenant_id', true), '')::uuid`;
const USER = `nullif(current_setting('app.user_id', true), '')::uuid`;

/** As in the migrations of the policies: a CASE, since of an OR the planner expects few rows. */
const SEEN = `tenant_id = ${TENANT} AND CASE WHEN current_setting('app.scope', true) = 'tenant' THEN true ELSE user_id = ${USER} END`;

/**
 * Trigrams know three digits at a time, which all articles with zeros in front have in common: what contains a number is
 * found by longer pieces of it. docs/adr/0013-search.md tells how they are chosen.
 */
export class SearchByDigits1764000000017 implements MigrationInterface {
  readonly name = 'SearchByDigits1764000000017';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      SET LOCAL citus.multi_shard_modify_mode TO 'sequential';
      -- Of each run of digits all pieces of eight, and of five where it has no eight, or of all of them: of a run within
      -- another, each piece is one of all of the other's. Pieces of both lengths may be the same number, and they may lie
      -- apart: whoever searches compares once more.
      CREATE FUNCTION product_search_pieces(content text, of_all boolean) RETURNS integer[]
      LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
      DECLARE
        pieces integer[] := '{}';
        run text;
      BEGIN
        FOREACH run IN ARRAY regexp_split_to_array(content, '[^0-9]+') LOOP
          IF of_all OR length(run) < 8 THEN
            FOR i IN 1 .. length(run) - 4 LOOP pieces := pieces || substr(run, i, 5)::integer; END LOOP;
          END IF;
          FOR i IN 1 .. length(run) - 7 LOOP pieces := pieces || substr(run, i, 8)::integer; END LOOP;
        END LOOP;
        RETURN pieces;
      END $$;

      -- Of a key, whose last line is the nmId: that is found as a whole or not at all, so that nothing within it is looked
      -- for.
      CREATE FUNCTION product_search_numbers(key text) RETURNS integer[]
      LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
        SELECT public.product_search_pieces(regexp_replace(key, '\\n[^\\n]*$', ''), true)
          || public.product_search_pieces(substring(key, '[^\\n]*$'), false)
      $$;
      CREATE INDEX product_search_numbers_idx ON product_search USING gin (tenant_id, product_search_numbers(key));

      -- As product_search_hits, for patterns with five digits in a row. By these alone, since the planner takes any pattern
      -- for rare, and would rather go by its trigrams; they are of the key, not of an expression.
      CREATE FUNCTION product_search_numbered(pattern text, most integer) RETURNS uuid[]
      LANGUAGE sql STABLE SECURITY DEFINER
      SET search_path = pg_catalog, public, pg_temp SET plan_cache_mode = force_custom_plan SET enable_seqscan = off AS $$
        SELECT CASE WHEN count(*) <= most THEN coalesce(array_agg(hit.product_id), '{}') END
        FROM (
          SELECT product_id FROM public.product_search
          WHERE ${SEEN} AND public.product_search_numbers(key) @> public.product_search_pieces(pattern, false)
            AND (key || '') LIKE public.product_search_key(pattern)
          LIMIT most + 1
        ) AS hit
      $$;
      REVOKE ALL ON FUNCTION product_search_numbered(text, integer) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION product_search_numbered(text, integer) TO stocktracker_app;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      SET LOCAL citus.multi_shard_modify_mode TO 'sequential';
      DROP FUNCTION product_search_numbered(text, integer);
      DROP INDEX product_search_numbers_idx;
      DROP FUNCTION product_search_numbers(text);
      DROP FUNCTION product_search_pieces(text, boolean);
    `);
  }
}
