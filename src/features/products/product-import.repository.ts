import { Injectable } from '@nestjs/common';
import type { SellerContext } from '../../platform/context/index.js';
import { Database, statement } from '../../platform/database/index.js';
import { ProductSearchRepository } from './product-search.repository.js';

/** A marketplace card, as far as the catalogue keeps it. */
export interface ImportedCard {
  readonly nmId: number;
  readonly article: string | null;
  readonly name: string | null;
  readonly brand: string | null;
  readonly category: string | null;
}

export interface ImportedPrice {
  readonly nmId: number;
  /** Before the discount; a decimal string. */
  readonly price: string | null;
  /** Percent. */
  readonly discount: number;
}

/** Writes what a marketplace tells of products. Rows that say nothing new are not written. */
@Injectable()
export class ProductImportRepository {
  constructor(
    private readonly database: Database,
    private readonly search: ProductSearchRepository,
  ) {}

  /** @returns how many products were made or changed */
  async upsertCards(ctx: SellerContext, cards: readonly ImportedCard[]): Promise<number> {
    const rows = await this.database.rows(ctx, UPSERT_CARDS, [
      ctx.tenantId,
      ctx.userId,
      ctx.now(),
      ...columnsOf(cards),
    ]);
    if (rows.length > 0) await this.search.refresh(ctx, ctx.userId);
    return rows.length;
  }

  /**
   * Makes archived products of what a report names and the catalogue does not: cards in the marketplace's bin still
   * sell and come back, and their sales should belong to something.
   */
  async addMissing(ctx: SellerContext, cards: readonly ImportedCard[]): Promise<void> {
    if (cards.length === 0) return;
    const rows = await this.database.rows(ctx, ADD_MISSING, [
      ctx.tenantId,
      ctx.userId,
      ctx.now(),
      ...columnsOf(cards),
    ]);
    if (rows.length > 0) await this.search.refresh(ctx, ctx.userId);
  }

  /** @returns how many products were changed */
  async updatePrices(ctx: SellerContext, prices: readonly ImportedPrice[]): Promise<number> {
    const rows = await this.database.rows(ctx, UPDATE_PRICES, [
      ctx.tenantId,
      ctx.userId,
      ctx.now(),
      prices.map((row) => row.nmId),
      prices.map((row) => row.price),
      prices.map((row) => row.discount),
    ]);
    return rows.length;
  }

  /**
   * Archives what a complete pass over the cards, gathered in sync_stage, did not name. What a person has archived is not
   * marked as missing, so that it stays archived when it is listed again.
   */
  async archiveUnlisted(ctx: SellerContext, passStartedAt: Date): Promise<number> {
    const rows = await this.database.rows(ctx, ARCHIVE_UNLISTED, [
      ctx.tenantId,
      ctx.userId,
      ctx.now(),
      passStartedAt,
    ]);
    return rows.length;
  }
}

/** For unnest(): a parameter a column. */
function columnsOf(cards: readonly ImportedCard[]): unknown[] {
  return [
    cards.map((card) => card.nmId),
    cards.map((card) => card.article),
    cards.map((card) => card.name),
    cards.map((card) => card.brand),
    cards.map((card) => card.category),
  ];
}

const CARDS = `
  SELECT DISTINCT ON (nm_id) nm_id, coalesce(left(article, 100), nm_id::text) AS article, left(name, 500) AS name,
    left(brand, 255) AS brand, left(category, 255) AS category
  FROM unnest($4::bigint[], $5::text[], $6::text[], $7::text[], $8::text[])
    WITH ORDINALITY AS card (nm_id, article, name, brand, category, position)
  ORDER BY nm_id, position DESC
`;

/** $3 is now. A mark of no days of sales or stock: what is archived is in fewer figures than what is not. */
const MARKED = `
  INSERT INTO rollup_marks (tenant_id, id, user_id, dataset, day)
  SELECT $1, uuid_v7(), $2, 'costs', ($3::timestamptz AT TIME ZONE 'Europe/Moscow')::date
`;

/** before: of the rows as they were then; of those that are new there is none. */
const UPSERT_CARDS = statement<{ id: string }>(`
  WITH written AS (
    INSERT INTO products AS p (id, tenant_id, user_id, wb_article, wb_nm_id, name, brand, category, in_stock, last_sync_at,
      created_at, updated_at)
    SELECT uuid_v7(), $1, $2, article, nm_id, name, brand, category, false, $3, $3, $3 FROM (${CARDS}) AS card
    ON CONFLICT (tenant_id, user_id, wb_nm_id) DO UPDATE SET
      wb_article = excluded.wb_article, name = excluded.name, brand = excluded.brand, category = excluded.category,
      archived_at = CASE WHEN p.wb_missing_since IS NULL THEN p.archived_at END, wb_missing_since = NULL,
      last_sync_at = excluded.last_sync_at, updated_at = excluded.updated_at
    WHERE (p.wb_article, p.name, p.brand, p.category) IS DISTINCT FROM
        (excluded.wb_article, excluded.name, excluded.brand, excluded.category)
      OR p.wb_missing_since IS NOT NULL
    RETURNING id
  ), before AS (
    SELECT p.id, p.wb_missing_since FROM written w
    LEFT JOIN products p ON p.tenant_id = $1 AND p.user_id = $2 AND p.id = w.id
  ), marked AS (${MARKED} WHERE EXISTS (SELECT FROM before WHERE id IS NULL OR wb_missing_since IS NOT NULL))
  SELECT id FROM written
`);

const ADD_MISSING = statement<{ id: string }>(`
  INSERT INTO products (id, tenant_id, user_id, wb_article, wb_nm_id, name, brand, category, in_stock, last_sync_at,
    created_at, updated_at, archived_at, wb_missing_since)
  SELECT uuid_v7(), $1, $2, article, nm_id, name, brand, category, false, $3, $3, $3, $3, $3
  FROM (${CARDS}) AS card
  WHERE NOT EXISTS (SELECT FROM products p WHERE p.tenant_id = $1 AND p.user_id = $2 AND p.wb_nm_id = card.nm_id)
  ON CONFLICT (tenant_id, user_id, wb_nm_id) DO NOTHING
  RETURNING id
`);

const UPDATE_PRICES = statement<{ id: string }>(`
  UPDATE products p SET price = coalesce(new.price, p.price), discount = new.discount, last_sync_at = $3, updated_at = $3
  FROM (
    SELECT DISTINCT ON (nm_id) nm_id, price, discount
    FROM unnest($4::bigint[], $5::numeric[], $6::integer[]) WITH ORDINALITY AS row (nm_id, price, discount, position)
    ORDER BY nm_id, position DESC
  ) AS new
  WHERE p.tenant_id = $1 AND p.user_id = $2 AND p.wb_nm_id = new.nm_id
    AND (p.price, p.discount) IS DISTINCT FROM (coalesce(new.price, p.price), new.discount)
  RETURNING p.id
`);

const ARCHIVE_UNLISTED = statement<{ id: string }>(`
  WITH archived AS (
    UPDATE products p SET archived_at = $3, wb_missing_since = $3, updated_at = $3
    WHERE p.tenant_id = $1 AND p.user_id = $2 AND p.wb_nm_id IS NOT NULL AND p.archived_at IS NULL
      AND p.created_at < $4
      AND NOT EXISTS (
        SELECT FROM sync_stage s
        WHERE s.tenant_id = $1 AND s.user_id = $2 AND s.dataset = 'cards' AND s.nm_id = p.wb_nm_id)
    RETURNING p.id
  ), marked AS (${MARKED} WHERE EXISTS (SELECT FROM archived))
  SELECT id FROM archived
`);
