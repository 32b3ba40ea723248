import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../context/index.js';
import { Database, Partitions, statement } from '../database/index.js';

export interface AuditEvent {
  /** Who did it; null when nobody is known. */
  readonly actorId: string | null;
  /** Who it was done to. */
  readonly subjectId: string | null;
  /** NO_TENANT when it belongs to none. */
  readonly tenantId: string;
  readonly action: string;
  readonly entityType?: string;
  readonly entityId?: string;
  /** Before and after of what changed; never a secret. */
  readonly changes?: Readonly<Record<string, unknown>>;
}

/** Characters: nobody fills the log by a header. */
const MAX_USER_AGENT = 500;

/** RFC 9562 nil: a tenant that nobody can be in. */
export const NO_TENANT = '00000000-0000-0000-0000-000000000000';

/** Writes audit rows in the transaction of the change itself: both are there or neither. */
@Injectable()
export class AuditTrail {
  constructor(
    private readonly database: Database,
    private readonly partitions: Partitions,
  ) {}

  async record(ctx: Context, event: AuditEvent): Promise<void> {
    // months are cut at midnight UTC
    await this.partitions.ensureWithin(ctx, 'audit_log', ctx.now().toISOString().slice(0, 10));
    await this.database.transaction(ctx).rows(RECORD, [
      event.tenantId,
      event.subjectId,
      event.actorId,
      event.action,
      event.entityType ?? null,
      event.entityId ?? null,
      event.changes ? JSON.stringify(event.changes) : null,
      ctx.ipAddress,
      ctx.userAgent?.slice(0, MAX_USER_AGENT) ?? null,
      ctx.now(),
      // in the order of writing, as those that the database makes within a millisecond are not
      uuidv7(),
    ]);
  }
}

const RECORD = statement<never>(`
  INSERT INTO audit_log (id, tenant_id, user_id, admin_user_id, action, entity_type, entity_id, changes, ip_address,
    user_agent, created_at)
  VALUES ($11, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
`);
