// Plain JavaScript on the built server: what Jest runs before and after the tests is not transformed.
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { migrate } from '../../dist/src/platform/database/migrate.js';
import { APP_ROLE, ensureRole, OWNER_ROLE, SYSTEM_ROLE } from '../../dist/src/platform/database/roles.js';
import { startEmbeddedPostgres } from '../../dist/src/platform/embedded-postgres/index.js';
import { checkRunLog, openRunLog } from './run-log-check.js';

const TEMPLATE = 'stocktracker_template';

/** A real server with throw-away data, and in it a migrated database to be cloned for each test file. */
export async function startTestServer() {
  const folder = await mkdtemp(join(tmpdir(), 'stock-tracker-test-'));
  await chmod(folder, 0o755);
  const server = await startEmbeddedPostgres({
    dataDir: join(folder, 'data'),
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300' },
  });
  const { secrets, url } = server;
  const superuser = new pg.Client(url('postgres', secrets.superuserPassword, 'postgres'));
  await superuser.connect();
  const roles = {
    owner: [OWNER_ROLE, secrets.ownerPassword],
    app: [APP_ROLE, secrets.appPassword],
    system: [SYSTEM_ROLE, secrets.systemPassword],
  };
  for (const [role, password] of Object.values(roles)) await ensureRole(superuser, role, password);
  await superuser.query(`CREATE DATABASE ${TEMPLATE} OWNER ${OWNER_ROLE}`);
  await superuser.end();
  const owner = url(...roles.owner, TEMPLATE);
  await migrate(owner);
  await makeMonthsOfTests(owner);
  const log = await openRunLog(
    folder,
    Object.values(roles).map(([, password]) => password),
  );
  return {
    // what test files need, as the text of an environment variable
    description: JSON.stringify({
      template: TEMPLATE,
      superuser: url('postgres', secrets.superuserPassword, 'postgres'),
      owner: url(...roles.owner, TEMPLATE),
      app: url(...roles.app, TEMPLATE),
      system: url(...roles.system, TEMPLATE),
    }),
    async stop() {
      await server.stop();
      try {
        await checkRunLog(log);
      } finally {
        await rm(server.home, { recursive: true, force: true });
        await rm(folder, { recursive: true, force: true });
      }
    },
  };
}

/** Tests have clocks of their own, which stand in 2026 whenever they run. */
async function makeMonthsOfTests(owner) {
  const client = new pg.Client(owner);
  await client.connect();
  await client.query(`
    SELECT ensure_month_partitions(parent, '2026-01-01', '2026-12-31')
    FROM unnest(ARRAY['stock_history', 'sales', 'audit_log', 'system_metrics']) AS parent`);
  await client.end();
}
