import { dropUnusedTypes } from '../model/enums.js';
import { CLEAR } from './prepare.js';
import { TABLES } from '../survey/version-one.js';
import { WORK } from '../identifiers.js';
import type { Run } from '../run.js';

const NO_TENANT = '00000000-0000-0000-0000-000000000000';

/** Writes down what has been done, and takes away what it took to do it. From here on the database is adopted. */
export async function finish({ link }: Run): Promise<void> {
  // version 1's own tables, which have gone aside, refer to people
  await link.lock(['audit_log', 'users']);
  await link.run(`
    ALTER TABLE public.audit_log NO FORCE ROW LEVEL SECURITY;
    INSERT INTO public.audit_log (tenant_id, action, entity_type, changes)
    SELECT '${NO_TENANT}', 'database.adopted', 'database', jsonb_build_object('steps', jsonb_object_agg(name, report -> 'rows'))
    FROM ${WORK}.steps;
    ALTER TABLE public.audit_log FORCE ROW LEVEL SECURITY;
    ${CLEAR}`);
  // of tables that have gone by now
  await dropUnusedTypes(link, ['subscription_status_v1']);
}

/** Ids are made by version 2 itself; where something else needs the extension, it stays. As whoever signed in. */
export async function dropUnusedExtension({ link }: Pick<Run, 'link'>): Promise<void> {
  await link.run(`
    RESET ROLE;
    DO $$ BEGIN
      DROP EXTENSION IF EXISTS "uuid-ossp";
    EXCEPTION WHEN dependent_objects_still_exist OR insufficient_privilege THEN NULL;
    END $$`);
}

/** So that the first questions are not planned for empty tables. */
export async function gatherStatistics({ link }: Pick<Run, 'link'>): Promise<void> {
  await link.run(`ANALYZE ${[...TABLES, 'stock_levels', 'product_search', 'rollup_marks'].join(', ')}`);
}
