import { Injectable } from '@nestjs/common';
import type { CallerContext } from '../../platform/context/index.js';
import { Database } from '../../platform/database/index.js';
import {
  checkDateTimeRange,
  connectionFrom,
  readPage,
  soughtId,
  type Connection,
  type DateTimeRange,
  type PageArgs,
} from '../../platform/graphql/index.js';
import { soughtText } from '../products/index.js';
import {
  auditCount,
  auditPage,
  NEWEST_FIRST,
  type AuditCriteria,
  type AuditEntryRow,
} from './audit-log.statement.js';
import type { AuditEntry } from './types/audit-entry.type.js';

export interface ListAuditLog extends PageArgs {
  readonly action?: string | null;
  readonly entityType?: string | null;
  readonly entityId?: string | null;
  readonly range?: DateTimeRange | null;
}

/** What was done in the caller's tenant, newest first. */
@Injectable()
export class AuditLogQueries {
  constructor(private readonly database: Database) {}

  async list(ctx: CallerContext, asked: ListAuditLog): Promise<Connection<AuditEntry>> {
    const page = readPage(asked, NEWEST_FIRST);
    const criteria = criteriaOf(asked);
    const { statement, values } = auditPage(ctx, criteria, page);
    const rows = await this.database.rows(ctx, statement, values);
    return connectionFrom<AuditEntryRow, typeof NEWEST_FIRST.keys>(
      page,
      rows,
      ({ at, id }) => [at, id],
      async () => {
        const count = auditCount(ctx, criteria);
        return (await this.database.row(ctx, count.statement, count.values))?.count ?? 0;
      },
    );
  }
}

function criteriaOf({ action, entityType, entityId, range }: ListAuditLog): AuditCriteria {
  if (range) checkDateTimeRange(range, 'range');
  return {
    ...(action != null && { action: soughtText(action, 'action') }),
    ...(entityType != null && { entityType: soughtText(entityType, 'entityType') }),
    ...(entityId != null && { entityId: soughtId(entityId) }),
    ...(range?.from && { from: range.from.toISOString() }),
    ...(range?.until && { until: range.until.toISOString() }),
  };
}
