import type { Statement } from '../../platform/database/index.js';

/**
 * SQL that is planned for the values at hand each time (without a name the server keeps no plan): what is right for a
 * seller's day is wrong for a seller's year. Not by the setting plan_cache_mode, under which PostgreSQL would also plan
 * each single check of a foreign key.
 */
export function plannedAnew<Row>(text: string): Statement<Row> {
  return { name: '', text };
}
