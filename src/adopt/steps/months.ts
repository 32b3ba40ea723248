import { FIRST_DAY, LAST_DAY } from '../../platform/database/migrate.js';
import type { Link } from '../link.js';

/** Tables that are cut by month, and by what. */
export const MONTHLY = {
  stock_history: 'recorded_at',
  sales: 'sale_date',
  audit_log: 'created_at',
  system_metrics: 'recorded_at',
} as const;

export type MonthlyTable = keyof typeof MONTHLY;

/**
 * The partitions of the months that have rows, and of those that any database has: programs of version 1 may write today.
 * With the names and borders that ensure_month_partitions gives them.
 */
export async function makeMonths(link: Link, table: MonthlyTable, old: string): Promise<void> {
  const by = MONTHLY[table];
  const day = table === 'sales' ? by : `(${by} AT TIME ZONE 'UTC')`;
  const zone = table === 'sales' ? '' : ' 00:00:00+00';
  await link.run(`
    DO $$
    DECLARE
      month date;
    BEGIN
      FOR month IN
        SELECT DISTINCT date_trunc('month', ${day})::date FROM ${old}
        UNION SELECT date_trunc('month', made)::date FROM generate_series(date_trunc('month', ${FIRST_DAY}), ${LAST_DAY}, '1 month') AS made
        ORDER BY 1
      LOOP
        EXECUTE format('CREATE TABLE public.%I PARTITION OF public.${table} FOR VALUES FROM (%L) TO (%L)',
          '${table}_' || to_char(month, 'YYYY_MM'), month || '${zone}', (month + interval '1 month')::date || '${zone}');
      END LOOP;
    END $$`);
}
