import { Injectable } from '@nestjs/common';
import type { TenantContext } from '../../platform/context/index.js';
import { Database, statement } from '../../platform/database/index.js';

/**
 * One writer of a seller's sales at a time. No constraint can tell that two rows are of one order: their days may differ,
 * and so may who told of them.
 */
@Injectable()
export class SalesLock {
  constructor(private readonly database: Database) {}

  /** Until the end of the transaction; always in the order of the ids, so that two do not wait for one another. */
  async take(ctx: TenantContext, userIds: Iterable<string>): Promise<void> {
    const keys = [...new Set(userIds)].sort().map((userId) => `sales ${ctx.tenantId} ${userId}`);
    await this.database.rows(ctx, LOCK, [keys]);
  }
}

const LOCK = statement<never>(`
  SELECT pg_advisory_xact_lock(hashtextextended(key, 0))
  FROM unnest($1::text[]) WITH ORDINALITY AS wanted (key, position) ORDER BY position
`);
