import { Injectable } from '@nestjs/common';
import type { CallerContext } from '../../platform/context/index.js';
import { Database } from '../../platform/database/index.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { ErrorCode } from '../../platform/errors/error-code.js';
import { AuditTrail } from '../../platform/events/index.js';
import { amountInRoubles, type GivenAmount } from './domain/amount.js';
import { changesOf, valuesAfter, type Changes } from './domain/product-change.js';
import type { CostChange } from './domain/product-cost.js';
import { ProductCostService } from './product-costs.service.js';
import { ProductRepository, type ProductValues, type StoredProduct } from './product.repository.js';
import { ProductSearchRepository } from './product-search.repository.js';
import { soughtId } from '../../platform/graphql/index.js';

interface GivenProduct {
  readonly name?: string | null | undefined;
  readonly brand?: string | null | undefined;
  readonly category?: string | null | undefined;
  readonly price?: GivenAmount | null | undefined;
  readonly discount?: number | null | undefined;
  readonly unitCost?: GivenAmount | null | undefined;
  readonly leadTimeDays?: number | null | undefined;
}

export interface CreateProduct extends GivenProduct {
  readonly wbArticle: string;
  readonly wbNmId?: string | null | undefined;
}

export interface UpdateProduct extends GivenProduct {
  readonly id: string;
}

const UNKNOWN: ProductValues = { name: null, brand: null, category: null, price: null, discount: null };

/** What persons do to products. */
@Injectable()
export class ProductService {
  constructor(
    private readonly database: Database,
    private readonly products: ProductRepository,
    private readonly costs: ProductCostService,
    private readonly search: ProductSearchRepository,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * @returns id of the product, which is the caller's
   * @throws DomainError INVALID, ALREADY_EXISTS
   */
  async create(ctx: CallerContext, given: CreateProduct): Promise<string> {
    const values = valuesAfter(UNKNOWN, valuesOf(given));
    const made = { ...values, wbArticle: given.wbArticle, wbNmId: given.wbNmId ?? null };
    const cost = costOf(given);
    return this.database.write(ctx, async () => {
      const id = await this.products.create(ctx, made);
      const changes = {
        ...changesOf<object>(nothingOf(made), made),
        ...(await this.costs.change(ctx, id, cost)),
      };
      await this.search.refresh(ctx, ctx.userId);
      await this.record(ctx, 'product.created', { id, userId: ctx.userId }, changes);
      return id;
    });
  }

  /**
   * @returns id of the product
   * @throws DomainError INVALID, NOT_FOUND
   */
  async update(ctx: CallerContext, given: UpdateProduct): Promise<string> {
    const said = valuesOf(given);
    const cost = costOf(given);
    return this.database.write(ctx, async () => {
      const product = await this.lock(ctx, given.id);
      const { id, userId, name, brand, category, price, discount } = product;
      const before = { name, brand, category, price, discount };
      const after = valuesAfter(before, said);
      const changes = changesOf(before, after);
      if (isSome(changes)) {
        await this.products.update(ctx, id, after);
        await this.search.refresh(ctx, userId);
      }
      const ofCost = await this.costs.change(ctx, id, cost);
      if (isSome(ofCost)) await this.products.touch(ctx, [id]);
      await this.record(ctx, 'product.updated', product, { ...changes, ...ofCost });
      return id;
    });
  }

  /**
   * Archives it for good: one that the marketplace has dropped, and that would come back by itself, stays away too. Of one
   * that is archived so already nothing is written.
   * @returns id of the product
   * @throws DomainError NOT_FOUND
   */
  async archive(ctx: CallerContext, givenId: string): Promise<string> {
    return this.database.write(ctx, async () => {
      const product = await this.lock(ctx, givenId);
      const { id, archivedAt, wbMissingSince } = product;
      if (archivedAt === null || wbMissingSince !== null) {
        await this.products.archive(ctx, id);
        await this.record(ctx, 'product.archived', product, {
          archivedAt: [archivedAt, archivedAt ?? ctx.now()],
        });
      }
      return id;
    });
  }

  /**
   * Takes it out of the archive. Of one that is not there nothing is written.
   * @returns id of the product
   * @throws DomainError NOT_FOUND
   */
  async restore(ctx: CallerContext, givenId: string): Promise<string> {
    return this.database.write(ctx, async () => {
      const product = await this.lock(ctx, givenId);
      const { id, archivedAt } = product;
      if (archivedAt !== null) {
        await this.products.restore(ctx, id);
        await this.record(ctx, 'product.restored', product, { archivedAt: [archivedAt, null] });
      }
      return id;
    });
  }

  private async lock(ctx: CallerContext, givenId: string): Promise<StoredProduct> {
    const id = soughtId(givenId);
    const [product] = id === null ? [] : await this.products.lock(ctx, [id]);
    if (!product) throw new DomainError(ErrorCode.NOT_FOUND, 'You have no such product.', ['id']);
    return product;
  }

  /** What changed nothing leaves no row. */
  private async record(
    ctx: CallerContext,
    action: string,
    { id, userId }: Pick<StoredProduct, 'id' | 'userId'>,
    changes: Changes,
  ): Promise<void> {
    if (!isSome(changes)) return;
    await this.audit.record(ctx, {
      actorId: ctx.userId,
      subjectId: userId,
      tenantId: ctx.tenantId,
      action,
      entityType: 'product',
      entityId: id,
      changes,
    });
  }
}

/** @throws DomainError INVALID */
function valuesOf({ name, brand, category, price, discount }: GivenProduct) {
  return { name, brand, category, price: price && amountInRoubles(price, ['price']), discount };
}

/** @throws DomainError INVALID */
function costOf({ unitCost, leadTimeDays }: GivenProduct): CostChange {
  return { unitCost: unitCost && amountInRoubles(unitCost, ['unitCost']), leadTimeDays };
}

function nothingOf(values: object): object {
  return Object.fromEntries(Object.keys(values).map((key) => [key, null]));
}

function isSome(changes: Changes): boolean {
  return Object.keys(changes).length > 0;
}
