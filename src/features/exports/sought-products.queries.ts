import { Injectable } from '@nestjs/common';
import type { CallerContext } from '../../platform/context/index.js';
import { Database, statement } from '../../platform/database/index.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { DomainErrors } from '../../platform/errors/domain-errors.js';
import { ErrorCode } from '../../platform/errors/error-code.js';
import { soughtId } from '../../platform/graphql/index.js';
import type { ProductCriteria } from '../products/index.js';

/** Told at once: whoever has more of them mends these first. */
const MOST_TOLD = 100;

/** A file is made later and read elsewhere: what it can hold nothing of is told at once. */
@Injectable()
export class SoughtProducts {
  constructor(private readonly database: Database) {}

  /** @throws DomainErrors NOT_FOUND for what is missing, somebody else's or no id at all, all of it alike */
  async check(ctx: CallerContext, { ids, ownerId }: ProductCriteria): Promise<void> {
    const errors = [
      ...(ids == null ? [] : await this.missing(ctx, ids)),
      ...(ownerId == null ? [] : await this.missingOwner(ctx, ownerId)),
    ];
    if (errors.length > 0) throw new DomainErrors(errors.slice(0, MOST_TOLD));
  }

  private async missing(ctx: CallerContext, ids: readonly string[]): Promise<DomainError[]> {
    const sought = ids.map(soughtId);
    const rows = await this.database.rows(ctx, FOUND, [
      ctx.tenantId,
      sought.filter((id) => id !== null),
      ctx.scope === 'own' ? ctx.userId : null,
    ]);
    const found = new Set(rows.map(({ id }) => id));
    return sought.flatMap((id, index) =>
      id !== null && found.has(id) ? [] : [notFound('There is no such product.', ['ids', String(index)])],
    );
  }

  private async missingOwner(ctx: CallerContext, ownerId: string): Promise<DomainError[]> {
    const sought = soughtId(ownerId);
    const seesThem = ctx.scope === 'tenant' || sought === ctx.userId;
    const found = seesThem && (await this.database.row(ctx, MEMBER, [ctx.tenantId, sought])) !== null;
    return found ? [] : [notFound('There is no such member.', ['ownerId'])];
  }
}

function notFound(message: string, field: string[]): DomainError {
  return new DomainError(ErrorCode.NOT_FOUND, message, ['productFilter', ...field]);
}

const FOUND = statement<{ id: string }>(`
  SELECT p.id FROM products p
  WHERE p.tenant_id = $1 AND p.id = ANY ($2::uuid[]) AND ($3::uuid IS NULL OR p.user_id = $3)
`);

const MEMBER = statement<{ id: string }>(`SELECT id FROM users WHERE tenant_id = $1 AND id = $2::uuid`);
