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

/** A product whose owner's figures are to be computed again. */
interface Marked {
  readonly ownerId: string;
}

/** What persons write of products. What the marketplace tells is written by ProductImportRepository. */
@Injectable()
export class ProductRepository {
  constructor(
    private readonly database: Database,
    private readonly rollups: RollupRequests,
  ) {}

  /**
   * Its figures are counted with the others': it marks them for the rollup.
   * @throws DomainError ALREADY_EXISTS when the caller has a product of this nmId, or of this article without one
   */
  async create(ctx: CallerContext, product: NewProduct): Promise<string> {
    const id = uuidv7();
    const { wbArticle, wbNmId, name, brand, category, price, discount } = product;
    const today = businessDay(ctx.now());
    const values = [wbArticle, wbNmId, name, brand, category, price, discount, today];
    try {
      await this.database.rows(ctx, CREATE, [ctx.tenantId, id, ctx.userId, ctx.now(), ...values]);
    } catch (error) {
      throw duplicate(error) ?? error;
    }
    await this.rollups.ask(ctx, ctx.tenantId, [ctx.userId]);
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

  /** Names are kept in what is told of the best sold: a new one is marked for the rollup. */
  async update(ctx: CallerContext, id: string, values: ProductValues): Promise<void> {
    const { name, brand, category, price, discount } = values;
    const renamed = await this.database.rows(ctx, UPDATE, [
      ctx.tenantId,
      id,
      ctx.now(),
      name,
      brand,
      category,
      price,
      discount,
      businessDay(ctx.now()),
    ]);
    await this.askFor(ctx, renamed);
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

  private async move(ctx: CallerContext, moving: Statement<Marked>, id: string): Promise<void> {
    const moved = await this.database.rows(ctx, moving, [
      ctx.tenantId,
      id,
      ctx.now(),
      businessDay(ctx.now()),
    ]);
    await this.askFor(ctx, moved);
  }

  private askFor(ctx: CallerContext, marked: readonly Marked[]): Promise<void> {
    return this.rollups.ask(
      ctx,
      ctx.tenantId,
      marked.map(({ ownerId }) => ownerId),
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

/** A mark of no days of sales or stock. */
const marked = (day: string, products: string): string => `
    INSERT INTO rollup_marks (tenant_id, id, user_id, dataset, day)
    SELECT $1, uuid_v7(), user_id, 'costs', ${day}::date FROM ${products}
`;

const CREATE = statement<never>(`
  WITH made AS (
    INSERT INTO products (tenant_id, id, user_id, created_at, updated_at, in_stock, wb_article, wb_nm_id, name, brand,
      category, price, discount)
    VALUES ($1, $2, $3, $4, $4, false, $5, $6, $7, $8, $9, $10, $11)
    RETURNING user_id
  )
  ${marked('$12', 'made')}
`);

const LOCK = statement<StoredProduct>(`
  SELECT p.id, p.user_id AS "userId", p.name, p.brand, p.category, p.price, p.discount, p.archived_at AS "archivedAt",
    p.wb_missing_since AS "wbMissingSince"
  FROM products p
  WHERE p.tenant_id = $1 AND p.id = ANY ($2::uuid[]) AND ($3::uuid IS NULL OR p.user_id = $3)
  ORDER BY p.id
  FOR NO KEY UPDATE
`);

/** renamed: of the row as it was before. */
const UPDATE = statement<Marked>(`
  WITH renamed AS (
    SELECT user_id FROM products WHERE tenant_id = $1 AND id = $2 AND name IS DISTINCT FROM $4
  ), updated AS (
    UPDATE products SET name = $4, brand = $5, category = $6, price = $7, discount = $8, updated_at = $3
    WHERE tenant_id = $1 AND id = $2
  ), marked AS (${marked('$9', 'renamed')})
  SELECT user_id AS "ownerId" FROM renamed
`);

const TOUCH = statement<never>(`
  UPDATE products SET updated_at = $3 WHERE tenant_id = $1 AND id = ANY ($2::uuid[])
`);

const ARCHIVE = statementMoving('archived_at = coalesce(archived_at, $3)');
const RESTORE = statementMoving('archived_at = NULL');

function statementMoving(change: string): Statement<Marked> {
  return statement(`
    WITH moved AS (
      UPDATE products SET ${change}, wb_missing_since = NULL, updated_at = $3 WHERE tenant_id = $1 AND id = $2
      RETURNING user_id
    ), marked AS (${marked('$4', 'moved')})
    SELECT user_id AS "ownerId" FROM moved
  `);
}
