import { Injectable } from '@nestjs/common';
import type { CallerContext } from '../../platform/context/index.js';
import { Database, plainArray, statement } from '../../platform/database/index.js';
import { soughtId } from '../../platform/graphql/index.js';
import { noteMissing, type Owners, type ProductRow } from './domain/missing-products.js';
import type { RowErrors } from './domain/row-errors.js';

/** Whose the products of a batch are. */
@Injectable()
export class WritableProducts {
  constructor(private readonly database: Database) {}

  /**
   * What is missing, a stranger's or no id at all goes into the errors, all of it alike.
   * @returns owner by product, of those that the caller may change
   */
  async ownersOf(ctx: CallerContext, rows: readonly ProductRow[], errors: RowErrors): Promise<Owners> {
    const ids = [...new Set(rows.map(({ productId }) => productId))].filter((id) => soughtId(id) !== null);
    const seen = ctx.writeScope === 'tenant' ? null : ctx.userId;
    const found = await this.database.rows(ctx, OWNERS, [ctx.tenantId, plainArray(ids), seen]);
    const owners = new Map(found.map(({ id, ownerId }) => [id, ownerId]));
    noteMissing(rows, owners, errors);
    return owners;
  }
}

const OWNERS = statement<{ id: string; ownerId: string }>(`
  SELECT id, user_id AS "ownerId" FROM products
  WHERE tenant_id = $1 AND id = ANY ($2::uuid[]) AND ($3::uuid IS NULL OR user_id = $3)
  ORDER BY id
`);
