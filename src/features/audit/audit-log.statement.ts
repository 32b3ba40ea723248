import type { CallerContext } from '../../platform/context/index.js';
import { statement } from '../../platform/database/index.js';
import { cursorKind, type Page } from '../../platform/graphql/index.js';
import { unweighed, valuesOf, type Bind, type Call } from '../products/index.js';
import type { AuditEntry } from './types/audit-entry.type.js';

/** Which entries are meant; instants as text. What is undefined is not asked about. */
export interface AuditCriteria {
  readonly action?: string;
  readonly entityType?: string;
  /** Null for what can be no id: then nothing is found. */
  readonly entityId?: string | null;
  readonly from?: string;
  readonly until?: string;
}

export interface AuditEntryRow extends AuditEntry {
  /** createdAt with its microseconds. */
  readonly at: string;
}

export const NEWEST_FIRST = cursorKind('auditLog.createdAt.desc', ['instant', 'uuid']);
type Span = Pick<Page<typeof NEWEST_FIRST.keys>, 'limit' | 'after'>;

/** The most that any page asks for: a plan for few rows is worth keeping, one for any number of them is not. */
const MOST_ROWS = 101;

const COLUMNS = `a.id, a.action, a.entity_type AS "entityType", a.entity_id AS "entityId", a.changes,
    host(a.ip_address) AS "ipAddress", a.user_agent AS "userAgent", a.created_at AS "createdAt",
    a.admin_user_id AS "actorId", a.user_id AS "subjectId",
    to_char(a.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at`;

/** One page of the tenant's entries and the row behind it. */
export function auditPage(ctx: CallerContext, criteria: AuditCriteria, span: Span): Call<AuditEntryRow> {
  const { values, bind } = valuesOf(ctx);
  const where = [
    ...about(criteria, bind),
    ...within(criteria, (instant) => unweighed(bind(instant), 'timestamptz')),
    ...behind(span, bind),
  ].join(' AND ');
  const entries = `SELECT ${COLUMNS} FROM audit_log a WHERE ${where}
    ORDER BY a.created_at DESC, a.id DESC LIMIT ${MOST_ROWS}`;
  return { statement: statement(`SELECT * FROM (${entries}) AS page LIMIT ${bind(span.limit + 1)}`), values };
}

export function auditCount(ctx: CallerContext, criteria: AuditCriteria): Call<{ count: number }> {
  const { values, bind } = valuesOf(ctx);
  const where = [
    ...about(criteria, bind),
    ...within(criteria, (instant) => `${bind(instant)}::timestamptz`),
  ].join(' AND ');
  return {
    statement: statement(`SELECT count(*)::integer AS count FROM audit_log a WHERE ${where}`),
    values,
  };
}

/** A USER has none of these: the whole tenant's, or nothing. */
function about({ action, entityType, entityId }: AuditCriteria, bind: Bind): string[] {
  return [
    'a.tenant_id = $1',
    action !== undefined && `a.action = ${bind(action)}::text`,
    entityType !== undefined && `a.entity_type = ${bind(entityType)}::text`,
    entityId !== undefined && `a.entity_id = ${bind(entityId)}::uuid`,
  ].filter((condition) => condition !== false);
}

function within({ from, until }: AuditCriteria, at: (instant: string) => string): string[] {
  return [
    from !== undefined && `a.created_at >= ${at(from)}`,
    until !== undefined && `a.created_at < ${at(until)}`,
  ].filter((condition) => condition !== false);
}

/** The first comparison says nothing new, but by it the months that come later are left out. */
function behind({ after }: Span, bind: Bind): string[] {
  if (!after) return [];
  const at = unweighed(bind(after[0]), 'timestamptz');
  return [`a.created_at <= ${at}`, `(a.created_at, a.id) < (${at}, ${bind(after[1])}::uuid)`];
}
