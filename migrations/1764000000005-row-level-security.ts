import type { MigrationInterface, QueryRunner } from 'typeorm';

const TENANT = `nullif(current_setting('app.tenant_id', true), '')::uuid`;
const USER = `nullif(current_setting('app.user_id', true), '')::uuid`;
const WHOLE_TENANT = `current_setting('app.scope', true) = 'tenant'`;
/** A CASE, which the planner takes as it is; of an OR it expects few rows, and sorts instead of following an index. */
const whoseId = (column: string): string =>
  `CASE WHEN ${WHOLE_TENANT} THEN true ELSE ${column} = ${USER} END`;

/** Rows of one seller: everybody's who sees the tenant whole, one's own otherwise. */
const OWNED = [
  'products',
  'product_costs',
  'stock_history',
  'stock_levels',
  'sales',
  'orders',
  'sales_daily',
  'stock_daily',
  'product_metrics',
  'rollup_marks',
  'analytics_cache',
  'subscriptions',
  'wildberries_connections',
  'sync_runs',
  'sync_cursors',
  'sync_stage',
];

const UNSCOPED = ['tenants', 'users', 'refresh_tokens', 'audit_log', 'notifications', 'system_metrics'];

/**
 * The second wall. The settings are made by SET LOCAL when a transaction opens; without them every comparison is with
 * NULL, and no row is visible. No policy has a sub-select: Citus pushes policies down to shards and refuses those.
 */
export class RowLevelSecurity1764000000005 implements MigrationInterface {
  readonly name = 'RowLevelSecurity1764000000005';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      SET LOCAL citus.multi_shard_modify_mode TO 'sequential';
      GRANT USAGE ON SCHEMA public TO stocktracker_app, stocktracker_system;
    `);
    for (const table of [...OWNED, ...UNSCOPED]) {
      await db.query(`
        ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
        ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
        CREATE POLICY system_all ON ${table} TO stocktracker_system USING (true) WITH CHECK (true);
      `);
    }
    for (const table of OWNED) {
      const rule = `tenant_id = ${TENANT} AND ${whoseId('user_id')}`;
      await db.query(`
        CREATE POLICY app_rows ON ${table} TO stocktracker_app USING (${rule}) WITH CHECK (${rule});
        GRANT SELECT, INSERT, UPDATE, DELETE ON ${table} TO stocktracker_app, stocktracker_system;
      `);
    }
    await db.query(`
      CREATE POLICY app_rows ON tenants TO stocktracker_app USING (id = ${TENANT}) WITH CHECK (id = ${TENANT});
      CREATE POLICY app_rows ON users TO stocktracker_app
        USING (tenant_id = ${TENANT} AND ${whoseId('id')})
        WITH CHECK (tenant_id = ${TENANT} AND ${whoseId('id')});
      CREATE POLICY app_rows ON refresh_tokens TO stocktracker_app
        USING (user_id = ${USER}) WITH CHECK (user_id = ${USER});
      CREATE POLICY app_rows ON notifications TO stocktracker_app
        USING (tenant_id = ${TENANT} AND user_id = ${USER}) WITH CHECK (tenant_id = ${TENANT} AND user_id = ${USER});
      CREATE POLICY app_read ON audit_log FOR SELECT TO stocktracker_app USING (tenant_id = ${TENANT} AND ${WHOLE_TENANT});
      CREATE POLICY app_append ON audit_log FOR INSERT TO stocktracker_app WITH CHECK (tenant_id = ${TENANT});

      GRANT SELECT, UPDATE ON tenants, users TO stocktracker_app;
      GRANT SELECT, UPDATE, DELETE ON refresh_tokens TO stocktracker_app;
      GRANT SELECT, INSERT, UPDATE, DELETE ON notifications TO stocktracker_app;
      GRANT SELECT, INSERT, UPDATE, DELETE ON tenants, users, refresh_tokens, notifications TO stocktracker_system;
      GRANT SELECT, INSERT ON audit_log TO stocktracker_app, stocktracker_system;
      GRANT SELECT, INSERT ON system_metrics TO stocktracker_system;
      GRANT SELECT, INSERT, UPDATE, DELETE ON wildberries_budgets TO stocktracker_system;
      GRANT SELECT ON v_active_users, v_admin_stats TO stocktracker_system;

      -- Migrations at head is part of being ready, which any process must be able to tell.
      GRANT SELECT ON migrations TO stocktracker_app, stocktracker_system;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      SET LOCAL citus.multi_shard_modify_mode TO 'sequential';
      REVOKE ALL ON ALL TABLES IN SCHEMA public FROM stocktracker_app, stocktracker_system;
      REVOKE ALL ON SCHEMA public FROM stocktracker_app, stocktracker_system;
    `);
    const policies = (await db.query(`
      SELECT p.policyname AS policy, p.tablename AS "table" FROM pg_policies p WHERE p.schemaname = 'public'
    `)) as { policy: string; table: string }[];
    for (const { policy, table } of policies) await db.query(`DROP POLICY ${policy} ON ${table}`);
    for (const table of [...OWNED, ...UNSCOPED]) {
      await db.query(`ALTER TABLE ${table} NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY`);
    }
  }
}
