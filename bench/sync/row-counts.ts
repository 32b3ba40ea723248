import { setTimeout as delay } from 'node:timers/promises';
import type { BenchDatabase } from '../processes/bench-database.js';

export interface Written {
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
}

/** What the server has counted since it began. */
export interface RowCounts {
  readonly tables: ReadonlyMap<string, Written>;
  readonly walMb: number;
}

/** A connection that fell idle tells its counts within ten seconds. */
const TOLD_AFTER_MS = 11_000;

/** Rows written by table, months of a partitioned table together. */
export async function countRows(database: BenchDatabase): Promise<RowCounts> {
  await delay(TOLD_AFTER_MS);
  const rows = await database.query<Written & { name: string }>(`
    SELECT coalesce(i.inhparent::regclass::text, s.relid::regclass::text) AS name,
      sum(n_tup_ins)::float8 AS inserted, sum(n_tup_upd)::float8 AS updated, sum(n_tup_del)::float8 AS deleted
    FROM pg_stat_user_tables s LEFT JOIN pg_inherits i ON i.inhrelid = s.relid
    WHERE s.schemaname = 'public'
    GROUP BY 1 ORDER BY 1
  `);
  const [wal] = await database.query<{ mb: number }>(
    `SELECT (pg_current_wal_lsn() - '0/0'::pg_lsn)::float8 / 1048576 AS mb`,
  );
  const tables = new Map(
    rows.map(({ name, inserted, updated, deleted }) => [name, { inserted, updated, deleted }]),
  );
  return { tables, walMb: wal?.mb ?? NaN };
}

export function writtenBetween(before: RowCounts, after: RowCounts): RowCounts {
  const tables = new Map(
    [...after.tables].map(([name, now]) => {
      const then = before.tables.get(name) ?? { inserted: 0, updated: 0, deleted: 0 };
      return [
        name,
        {
          inserted: now.inserted - then.inserted,
          updated: now.updated - then.updated,
          deleted: now.deleted - then.deleted,
        },
      ];
    }),
  );
  return { tables, walMb: after.walMb - before.walMb };
}
