import { Injectable } from '@nestjs/common';
import type { CallerContext } from '../../platform/context/index.js';
import { Database, statement } from '../../platform/database/index.js';
import { LIVE } from './live-token.sql.js';
import type { Session } from './types/session.type.js';

type Row = Omit<Session, 'createdAt' | 'isCurrent'>;

@Injectable()
export class SessionQueries {
  constructor(private readonly database: Database) {}

  /** The caller's own alive sessions, the last used first; 100 of them. */
  async list(ctx: CallerContext): Promise<Session[]> {
    const rows = await this.database.rows(ctx, SESSIONS, [ctx.tenantId, ctx.userId, ctx.now()]);
    return rows.map((row) => ({
      ...row,
      createdAt: timeOf(row.id),
      isCurrent: row.id === ctx.sessionId,
    }));
  }
}

/** A session's id tells when it began, in milliseconds (RFC 9562 section 5.7); its first token is deleted some day. */
function timeOf(uuidv7: string): Date {
  return new Date(Number.parseInt(uuidv7.replaceAll('-', '').slice(0, 12), 16));
}

const SESSIONS = statement<Row>(`
  SELECT r.family_id AS id, r.last_used_at AS "lastUsedAt", r.expires_at AS "expiresAt",
    host(r.ip_address::inet) AS "ipAddress", r.user_agent AS "userAgent"
  FROM refresh_tokens r JOIN users u ON u.tenant_id = $1 AND u.id = r.user_id
  WHERE r.user_id = $2 AND ${LIVE('$3')}
  ORDER BY r.last_used_at DESC, r.family_id DESC
  LIMIT 100
`);
