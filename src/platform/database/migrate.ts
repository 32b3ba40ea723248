import { PgBoss } from 'pg-boss';
import type { DataSource } from 'typeorm';
import { ownerDataSource } from './owner-data-source.js';
import { QUEUES } from '../jobs/queues.js';

export const JOBS_SCHEMA = 'pgboss';
const MIGRATION_LOCK = 7_305_002;

/**
 * Brings the schema to head as its owner: the project's migrations, pg-boss' own schema and queues, and the months
 * that the partitioned tables need next. Processes that start together take turns.
 */
export async function migrate(ownerUrl: string): Promise<{ applied: string[] }> {
  const dataSource = await ownerDataSource(ownerUrl).initialize();
  const turn = dataSource.createQueryRunner();
  try {
    await turn.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const applied = await dataSource.runMigrations({ transaction: 'each' });
    await installJobs(dataSource, ownerUrl);
    await dataSource.query(MAKE_MONTHS);
    return { applied: applied.map((migration) => migration.name) };
  } finally {
    await turn.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => undefined);
    await turn.release();
    await dataSource.destroy();
  }
}

async function installJobs(dataSource: DataSource, ownerUrl: string): Promise<void> {
  const boss = new PgBoss({
    connectionString: ownerUrl,
    schema: JOBS_SCHEMA,
    supervise: false,
    schedule: false,
    max: 2,
    connectionTimeoutMillis: 5_000,
    registerInstance: false,
  });
  boss.on('error', () => undefined);
  await boss.start();
  for (const { name, ...options } of QUEUES) {
    if (await boss.getQueue(name)) {
      const { policy: _policy, ...changeable } = options;
      await boss.updateQueue(name, changeable);
    } else {
      await boss.createQueue(name, options);
    }
  }
  await boss.stop({ graceful: false });
  // A caller may put a job beside its own change, and read nobody's; taking jobs out is the workers', who run as the
  // system role.
  await dataSource.query(`
    GRANT USAGE ON SCHEMA ${JOBS_SCHEMA} TO stocktracker_app, stocktracker_system;
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${JOBS_SCHEMA} TO stocktracker_system;
    GRANT SELECT ON ${JOBS_SCHEMA}.queue, ${JOBS_SCHEMA}.version TO stocktracker_app;
    GRANT SELECT (id, start_after), INSERT ON ${JOBS_SCHEMA}.job, ${JOBS_SCHEMA}.job_common TO stocktracker_app;
  `);
}

/** Ahead of the first rows, and as far back as a marketplace tells of sales: making one later would lock its table. */
export const FIRST_DAY = 'CURRENT_DATE - 95';
export const LAST_DAY = 'CURRENT_DATE + 62';
export const MAKE_MONTHS = `
  SELECT ensure_month_partitions(parent, ${FIRST_DAY}, ${LAST_DAY})
  FROM unnest(ARRAY['stock_history', 'sales', 'audit_log', 'system_metrics']) AS parent`;
