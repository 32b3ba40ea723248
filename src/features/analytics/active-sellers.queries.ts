import { Injectable } from '@nestjs/common';
import type { SystemContext } from '../../platform/context/index.js';
import { Database, statement } from '../../platform/database/index.js';

export interface Seller {
  readonly tenantId: string;
  readonly userId: string;
}

/**
 * Whoever has products, or anything that waits to be taken in (sales of unknown products alone), in a tenant where somebody
 * may look at them: those of a deactivated colleague are shown too.
 */
@Injectable()
export class ActiveSellersQueries {
  constructor(private readonly database: Database) {}

  /** @param after the last of those before; null for the first */
  next(ctx: SystemContext, after: Seller | null, limit: number): Promise<Seller[]> {
    return this.database.rows(ctx, NEXT, [after?.tenantId ?? NOBODY, after?.userId ?? NOBODY, limit]);
  }
}

const NOBODY = '00000000-0000-0000-0000-000000000000';

const NEXT = statement<Seller>(`
  SELECT u.tenant_id AS "tenantId", u.id AS "userId"
  FROM users u
  JOIN tenants t ON t.id = u.tenant_id AND t.is_active
  WHERE (u.tenant_id, u.id) > ($1::uuid, $2::uuid)
    AND EXISTS (SELECT FROM users a WHERE a.tenant_id = u.tenant_id AND a.is_active)
    AND (EXISTS (SELECT FROM products p WHERE p.tenant_id = u.tenant_id AND p.user_id = u.id)
      OR EXISTS (SELECT FROM rollup_marks m WHERE m.tenant_id = u.tenant_id AND m.user_id = u.id))
  ORDER BY u.tenant_id, u.id
  LIMIT $3
`);
