import { Injectable } from '@nestjs/common';
import { businessDay, type CallerContext } from '../../platform/context/index.js';
import { Database, isUniqueViolation, statement, type Statement } from '../../platform/database/index.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { ErrorCode } from '../../platform/errors/error-code.js';
import { RollupRequests } from '../../platform/jobs/index.js';
import { v7 as uuidv7 } from 'uuid';

/** What a person may change of a product. */
export interface ProductValues {
  readonly name: string | null;
  readonly brand: string | null;
  readonly category: string | null;
  /** Roubles, a decimal string. */
  readonly price: string | null;
  /** Per cent. */
  readonly discount: number | null;
}

export interface NewProduct extends ProductValues {
  readonly wbArticle: string;
  readonly wbNmId: string | null;
}

export interface StoredProduct extends ProductValues {
  readonly id: string;
  readonly userId: string;
  readonly archivedAt: Date | null;
  /** While it is archived because the marketplace has it no more. */
  readonly wbMissingSince: Date | null;
}

/** What persons write of products. What the marketplace tells is written by ProductImportRepository. */
@Injectable()
export class ProductRepository {
  constructor(
    private readonly database: Database,
    private readonly rollups: RollupRequests,
  ) {}

  /** @throws DomainError ALREADY_EXISTS when the caller has a product of this nmId, or of this article without one */
  async create(ctx: CallerContext, product: NewProduct): Promise<string> {
    const id = uuidv7();
    const { wbArticle, wbNmId, name, brand, category, price, discount } = product;
    const values = [wbArticle, wbNmId, name, brand, category, price, discount];
    try {
      await this.database.rows(ctx, CREATE, [ctx.tenantId, id, ctx.userId, ctx.now(), ...values]);
    } catch (error) {
      throw duplicate(error) ?? error;
    }
    return id;
  }

  /**
   * Keeps others from changing them until the transaction ends.
   * @returns those of the ids that are there and that the caller may change
   */
  async lock(ctx: CallerContext, ids: readonly string[]): Promise<StoredProduct[]> {
    return this.database.rows(ctx, LOCK, [
      ctx.tenantId,
      ids,
      ctx.writeScope === 'tenant' ? null : ctx.userId,
    ]);
  }

  async update(ctx: CallerContext, id: string, values: ProductValues): Promise<void> {
    const { name, brand, category, price, discount } = values;
    await this.database.rows(ctx, UPDATE, [
      ctx.tenantId,
      id,
      ctx.now(),
      name,
      brand,
      category,
      price,
      discount,
    ]);
  }

  /** For whoever asks what has changed lately. */
  async touch(ctx: CallerContext, ids: readonly string[]): Promise<void> {
    await this.database.rows(ctx, TOUCH, [ctx.tenantId, ids, ctx.now()]);
  }

  /** What is archived is in fewer figures: it marks them for the rollup. */
  async archive(ctx: CallerContext, id: string): Promise<void> {
    await this.move(ctx, ARCHIVE, id);
  }

  /** What is back is in more figures: it marks them for the rollup. */
  async restore(ctx: CallerContext, id: string): Promise<void> {
    await this.move(ctx, RESTORE, id);
  }

  private async move(ctx: CallerContext, moving: Statement<{ ownerId: string }>, id: string): Promise<void> {
    const moved = await this.database.rows(ctx, moving, [
      ctx.tenantId,
      id,
      ctx.now(),
      businessDay(ctx.now()),
    ]);
    await this.rollups.ask(
      ctx,
      ctx.tenantId,
      moved.map(({ ownerId }) => ownerId),
    );
  }
}

function duplicate(error: unknown): DomainError | null {
  if (isUniqueViolation(error, 'products_nm_id_key')) {
    return new DomainError(
      ErrorCode.ALREADY_EXISTS,
      'You have a product with this nmId already, maybe an archived one. Change that one instead, or take it back by restoreProduct.',
      ['wbNmId'],
    );
  }
  if (isUniqueViolation(error, 'products_article_key')) {
    return new DomainError(
      ErrorCode.ALREADY_EXISTS,
      'You have a product with this article already, maybe an archived one. Change that one instead, or take it back by restoreProduct.',
      ['wbArticle'],
    );
  }
  return null;
}

const CREATE = statement<never>(`
  INSERT INTO products (tenant_id, id, user_id, created_at, updated_at, in_stock, wb_article, wb_nm_id, name, brand,
    category, price, discount)
  VALUES ($1, $2, $3, $4, $4, false, $5, $6, $7, $8, $9, $10, $11)
`);

const LOCK = statement<StoredProduct>(`
  SELECT p.id, p.user_id AS "userId", p.name, p.brand, p.category, p.price, p.discount, p.archived_at AS "archivedAt",
    p.wb_missing_since AS "wbMissingSince"
  FROM products p
  WHERE p.tenant_id = $1 AND p.id = ANY ($2::uuid[]) AND ($3::uuid IS NULL OR p.user_id = $3)
  ORDER BY p.id
  FOR NO KEY UPDATE
`);

const UPDATE = statement<never>(`
  UPDATE products SET name = $4, brand = $5, category = $6, price = $7, discount = $8, updated_at = $3
  WHERE tenant_id = $1 AND id = $2
`);

const TOUCH = statement<never>(`
  UPDATE products SET updated_at = $3 WHERE tenant_id = $1 AND id = ANY ($2::uuid[])
`);

const ARCHIVE = statementMoving('archived_at = coalesce(archived_at, $3)');
const RESTORE = statementMoving('archived_at = NULL');

function statementMoving(change: string): Statement<{ ownerId: string }> {
  return statement(`
    WITH moved AS (
      UPDATE products SET ${change}, wb_missing_since = NULL, updated_at = $3 WHERE tenant_id = $1 AND id = $2
      RETURNING user_id
    ), marked AS (
      INSERT INTO rollup_marks (tenant_id, id, user_id, dataset, day)
      SELECT $1, uuid_v7(), user_id, 'costs', $4::date FROM moved
    )
    SELECT user_id AS "ownerId" FROM moved
  `);
}
