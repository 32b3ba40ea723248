import { MAKE_MONTHS, migrate } from '../../platform/database/migrate.js';
import { laterMigrations, noteBaseline, type LaterMigration } from '../../platform/database/baseline.js';
import { WORK } from '../identifiers.js';
import type { Link } from '../link.js';
import type { Run, StepReport } from '../run.js';
import { TABLES } from '../survey/version-one.js';

/**
 * The migrations behind those whose work has been done here; each is a transaction, and none runs twice. A migration takes
 * its tables as it comes to them: beside programs that write, all of them are taken before, in the order of those.
 */
export async function migrateOn({ link }: Run, ownerUrl: string): Promise<StepReport> {
  await noteBaseline(ownerUrl);
  const migrations = laterMigrations();
  for (const migration of migrations) await link.transaction(() => migrateOnce(link, migration));
  await link.transaction(async () => {
    await lockAll(link);
    await link.run(MAKE_MONTHS);
  });
  // the queue's schema, of which version 1 knows nothing
  await migrate(ownerUrl);
  return { rows: 0, proofs: [], notes: [`${migrations.length} migrations have run.`] };
}

async function migrateOnce(link: Link, { name, timestamp, up }: LaterMigration): Promise<void> {
  await lockAll(link);
  const noted = await link.run(NOTE, [timestamp, name]);
  if (noted > 0) await up((sql) => link.run(sql));
}

const NOTE = `
  INSERT INTO public.migrations (timestamp, name) SELECT $1::bigint, $2::text
  WHERE NOT EXISTS (SELECT FROM public.migrations WHERE name = $2::text)`;

const lockAll = (link: Link): Promise<void> => link.lock([...TABLES].reverse());

const PRODUCTS_OF_A_MARK = 1000;

/** Programs of version 1 may have deleted people since. */
const OF_SOMEBODY = 'WHERE EXISTS (SELECT FROM public.users u WHERE u.id = user_id)';

/**
 * What has to be rolled up: all that there is. The owner's own policies keep it from writing rows, so they are lifted until
 * the end of the transaction.
 */
export async function markForRollup({ link }: Run): Promise<StepReport> {
  await link.lock(['rollup_marks', 'users']);
  for (const table of ['rollup_marks', 'users'])
    await link.run(`ALTER TABLE public.${table} NO FORCE ROW LEVEL SECURITY`);
  const marks = await link.run(`
    INSERT INTO public.rollup_marks (tenant_id, user_id, dataset, product_ids, day)
    SELECT tenant_id, user_id, 'stock', array_agg(product_id), day
    FROM (
      SELECT *, (row_number() OVER (PARTITION BY user_id, day ORDER BY product_id) - 1) / ${PRODUCTS_OF_A_MARK} AS part
      FROM ${WORK}.stock_marks ${OF_SOMEBODY}
    ) AS numbered
    GROUP BY tenant_id, user_id, day, part`);
  const days = await link.run(`
    INSERT INTO public.rollup_marks (tenant_id, user_id, dataset, day)
    SELECT tenant_id, user_id, 'sales', day FROM ${WORK}.sales_marks ${OF_SOMEBODY}`);
  for (const table of ['rollup_marks', 'users'])
    await link.run(`ALTER TABLE public.${table} FORCE ROW LEVEL SECURITY`);
  return { rows: marks + days, proofs: [], notes: [] };
}
