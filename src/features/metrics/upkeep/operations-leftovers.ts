import { deleting, type Leftover } from '../../../platform/database/index.js';

const DAY_MS = 86_400_000;

/** What operating the system leaves behind. What sign-in and exports leave, they see to themselves. */
export const OPERATIONS_LEFTOVERS: readonly Leftover[] = [
  // summed up two minutes later; a day, for when nobody does
  { statement: deleting('api_minutes', 'minute, process_id', 'minute < $1'), keptFor: DAY_MS },
  // what somebody has not read yet stays
  {
    statement: deleting('notifications', 'tenant_id, id', 'is_read AND created_at < $1'),
    keptFor: 90 * DAY_MS,
  },
  { statement: deleting('sync_runs', 'tenant_id, id', 'finished_at < $1'), keptFor: 90 * DAY_MS },
];
