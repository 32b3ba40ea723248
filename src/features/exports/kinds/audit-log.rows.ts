import { startOfBusinessDay } from '../../../platform/context/index.js';
import type { ExportedRows } from './exported-rows.js';

/** As the API shows it: nobody is named who is not of the tenant, such as a platform administrator. Oldest first. */
export const AUDIT_LOG: ExportedRows = {
  columns: [
    { name: 'id', type: 'text', sql: 'a.id' },
    { name: 'createdAt', type: 'instant', sql: 'a.created_at' },
    { name: 'action', type: 'text', sql: 'a.action' },
    { name: 'actorId', type: 'text', sql: 'actor.id' },
    { name: 'actorEmail', type: 'text', sql: 'actor.email' },
    { name: 'subjectId', type: 'text', sql: 'subject.id' },
    { name: 'subjectEmail', type: 'text', sql: 'subject.email' },
    { name: 'entityType', type: 'text', sql: 'a.entity_type' },
    { name: 'entityId', type: 'text', sql: 'a.entity_id' },
    { name: 'changes', type: 'json', sql: 'a.changes' },
    { name: 'ipAddress', type: 'text', sql: 'host(a.ip_address)' },
    { name: 'userAgent', type: 'text', sql: 'a.user_agent' },
  ],
  from(_ctx, { days }, bind) {
    const instant = (day: string): string => `${bind(startOfBusinessDay(day).toISOString())}::timestamptz`;
    const when = days
      ? [`a.created_at >= ${instant(days.from)}`, `a.created_at < ${instant(days.until)}`]
      : [];
    return `
      FROM audit_log a
      LEFT JOIN users actor ON actor.tenant_id = $1 AND actor.id = a.admin_user_id
      LEFT JOIN users subject ON subject.tenant_id = $1 AND subject.id = a.user_id
      WHERE ${['a.tenant_id = $1', ...when].join(' AND ')}
      ORDER BY a.created_at, a.id`;
  },
};
