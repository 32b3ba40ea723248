import { WORK } from '../identifiers.js';
import type { Link } from '../link.js';
import { bridge } from '../bridge/bridge.js';
import { tenantName, tenantSlug } from '../own-tenants.sql.js';
import { makeUsersView } from '../bridge/users-view.js';
import { addColumns, conform, release } from '../model/conform.js';
import { rebuildEnum, type EnumColumn } from '../model/enums.js';
import { moveNewTable } from '../model/new-tables.js';
import { expect, prove } from '../proof/proof.js';
import { columnsOf, type Run, type StepReport } from '../run.js';
import { BACKUP, DEFAULT_TENANT, VIEWS } from '../survey/version-one.js';
import { dropTriggers, refuseLateFaults } from './taking-over.js';
import { makeStatusOf, rebuildStatus } from './payment-status.js';

/** Tenants and users: everybody gets a tenant, and an address that no one else has in other capitals. */
export async function adoptPeople(run: Run): Promise<StepReport> {
  const { link, shape } = run;
  await link.lock(['users', 'tenants', ...(shape.hasBackup ? [BACKUP] : [])]);
  for (const table of ['tenants', 'users'] as const) await refuseLateFaults(link, table);
  if (shape.hasBackup) await refuseLateFaults(link, BACKUP);
  await link.run(VIEWS.map((view) => `DROP VIEW IF EXISTS public.${view}`).join('; '));
  for (const table of ['tenants', 'users'] as const) {
    await dropTriggers(link, table);
    await release(link, table);
    await addColumns(link, table);
  }
  await makeStatusOf(link, WORK, run.options.legacyClients);
  await listNewcomers(run);
  await listOwnTenants(run);
  await listAddresses(link);
  const expectedUsers = await expect(link, usersPlan(run));
  const expectedTenants = await expect(link, {
    table: 'tenants',
    columns: columnsOf(run, 'tenants'),
    from: 'public.tenants AS o',
    lost: 'false',
    changes: {},
  });
  await rebuildEnum(link, ROLE);
  await link.run(MAKE_TENANTS);
  await link.run(MOVE_USERS);
  await rebuildStatus(link, WORK, run.options.legacyClients);
  await link.run(BRING_NEWCOMERS);
  for (const table of ['tenants', 'users']) await conform(link, table);
  const proofs = [
    await prove(link, expectedTenants, `n.id IN (SELECT tenant_id FROM ${WORK}.own_tenants)`),
    await prove(link, expectedUsers, `n.id IN (SELECT id FROM ${WORK}.newcomers)`),
  ];
  await moveNewTable(run, 'rollup_marks');
  for (const table of ['tenants', 'users'] as const) await bridge(run, table);
  if (run.options.legacyClients) await makeUsersView(link, shape.ownColumns.users ?? []);
  return { rows: expectedUsers.rows + expectedTenants.rows, proofs, notes: await notesOf(link) };
}

const ROLE: EnumColumn = {
  table: 'users',
  column: 'role',
  type: 'user_role',
  labels: ['OWNER', 'ADMIN', 'USER', 'VIEWER'],
  fold: (value) => `upper(${value})`,
  default: 'USER',
};

function usersPlan(run: Run): Parameters<typeof expect>[1] {
  return {
    table: 'users',
    columns: columnsOf(run, 'users'),
    from: `public.users AS o LEFT JOIN ${WORK}.addresses a ON a.user_id = o.id LEFT JOIN ${WORK}.own_tenants t ON t.user_id = o.id`,
    lost: 'false',
    changes: {
      email: [
        {
          when: 'a.user_id IS NOT NULL',
          becomes: 'a.becomes',
          why: 'differed from an older one by capitals only',
        },
      ],
      is_verified: [
        {
          when: 'a.user_id IS NOT NULL AND o.is_verified',
          becomes: 'false',
          why: 'the address is another one now',
        },
      ],
      tenant_id: [
        { when: 't.user_id IS NOT NULL', becomes: 't.tenant_id', why: 'got a tenant of their own' },
      ],
      role: [
        {
          when: `t.user_id IS NOT NULL AND o.role::text <> 'OWNER'`,
          becomes: `'OWNER'`,
          why: 'own their own tenant',
        },
        {
          when: `t.user_id IS NULL AND o.role::text <> upper(o.role::text)`,
          becomes: 'upper(o.role::text)',
          why: 'one spelling for each role',
        },
      ],
      payment_status: [
        {
          when: `o.payment_status::text <> ${WORK}.status_of(o.payment_status::text)`,
          becomes: `${WORK}.status_of(o.payment_status::text)`,
          why: 'one spelling for each status',
        },
      ],
    },
    compared: { role: '$::text', payment_status: '$::text' },
  };
}

/** Those of the first table whom nobody has brought over when the others were. */
async function listNewcomers({ link, shape }: Run): Promise<void> {
  const source = shape.hasBackup ? `public.${BACKUP}` : NO_BACKUP;
  await link.run(`
    CREATE TABLE ${WORK}.newcomers AS
    SELECT ${WORK}.id_of('${BACKUP} ' || b.telegram_id) AS id, b.telegram_id,
      coalesce(nullif(btrim(b.email), ''), 'user_' || b.telegram_id || '@telegram.bot')::varchar(255) AS email,
      b.name AS full_name, b.phone, b.wb_api_key, b.google_sheet_id, coalesce(b.google_sheet_sent, false) AS google_sheet_sent,
      CASE WHEN lower(b.payment_status::text) IN ('completed', 'paid') THEN 'paid' ELSE 'free' END AS payment_status,
      coalesce(b.created_at AT TIME ZONE 'UTC', r.started_at) AS created_at,
      coalesce(b.updated_at AT TIME ZONE 'UTC', b.created_at AT TIME ZONE 'UTC', r.started_at) AS updated_at,
      coalesce(to_jsonb(b) ->> 'is_admin', 'false') = 'true' AS was_admin
    FROM ${source} b, ${WORK}.run r
    WHERE NOT EXISTS (SELECT FROM public.users u WHERE u.telegram_id = b.telegram_id)`);
}

const NO_BACKUP = `(
  SELECT NULL::bigint AS telegram_id, NULL AS email, NULL AS name, NULL AS phone, NULL AS wb_api_key, NULL AS google_sheet_id,
    NULL::boolean AS google_sheet_sent, NULL AS payment_status, NULL::timestamp AS created_at, NULL::timestamp AS updated_at
  WHERE false)`;

async function listOwnTenants({ link, options }: Run): Promise<void> {
  const shared = options.keepDefaultTenant
    ? 'false'
    : `u.tenant_id IN (SELECT id FROM public.tenants WHERE id = '${DEFAULT_TENANT.id}' OR slug = '${DEFAULT_TENANT.slug}')`;
  await link.run(`
    CREATE TABLE ${WORK}.own_tenants AS
    SELECT id AS user_id, ${WORK}.id_of('tenant of ' || id) AS tenant_id,
      ${tenantName('')} AS name, ${tenantSlug(`${WORK}.id_of('tenant of ' || id)`)} AS slug, created_at
    FROM (
      SELECT id, full_name, email, telegram_id, created_at FROM public.users u WHERE u.tenant_id IS NULL OR ${shared}
      UNION ALL SELECT id, full_name, email, telegram_id, created_at FROM ${WORK}.newcomers
    ) AS alone`);
}

/** The oldest of those who share an address keeps it; of the others each gets a number behind the local part. */
async function listAddresses(link: Link): Promise<void> {
  await link.run(`
    CREATE TABLE ${WORK}.addresses (user_id uuid PRIMARY KEY, was text NOT NULL, becomes text NOT NULL);
    DO $$
    DECLARE
      younger record;
      wanted text;
      n integer;
    BEGIN
      FOR younger IN
        SELECT * FROM (
          SELECT id, email, row_number() OVER (PARTITION BY lower(email) ORDER BY is_new, created_at, id) AS place
          FROM (
            SELECT id, email, created_at, false AS is_new FROM public.users
            UNION ALL SELECT id, email, created_at, true FROM ${WORK}.newcomers
          ) AS everybody
        ) AS ranked
        WHERE place > 1 ORDER BY lower(email), place
      LOOP
        n := younger.place;
        LOOP
          wanted := CASE WHEN younger.email LIKE '%@%'
            THEN left(regexp_replace(younger.email, '@[^@]*$', ''), 254 - length(substring(younger.email FROM '@[^@]*$')) - length(n::text))
              || '+' || n || substring(younger.email FROM '@[^@]*$')
            ELSE left(younger.email, 254 - length(n::text)) || '+' || n END;
          EXIT WHEN NOT EXISTS (SELECT FROM public.users WHERE lower(email) = lower(wanted))
            AND NOT EXISTS (SELECT FROM ${WORK}.newcomers WHERE lower(email) = lower(wanted))
            AND NOT EXISTS (SELECT FROM ${WORK}.addresses WHERE lower(becomes) = lower(wanted));
          n := n + 1;
        END LOOP;
        INSERT INTO ${WORK}.addresses VALUES (younger.id, younger.email, wanted);
      END LOOP;
    END $$`);
}

const MAKE_TENANTS = `
  INSERT INTO public.tenants (id, name, slug, created_at, updated_at)
  SELECT tenant_id, name, slug, created_at, created_at FROM ${WORK}.own_tenants`;

const MOVE_USERS = `
  UPDATE public.users u SET email = coalesce(a.becomes, u.email), is_verified = u.is_verified AND a.user_id IS NULL,
    tenant_id = coalesce(t.tenant_id, u.tenant_id), role = CASE WHEN t.user_id IS NULL THEN u.role ELSE 'OWNER' END
  FROM public.users o LEFT JOIN ${WORK}.addresses a ON a.user_id = o.id LEFT JOIN ${WORK}.own_tenants t ON t.user_id = o.id
  WHERE u.id = o.id AND (a.user_id IS NOT NULL OR t.user_id IS NOT NULL)`;

const BRING_NEWCOMERS = `
  INSERT INTO public.users (id, telegram_id, email, full_name, phone, wb_api_key, google_sheet_id, google_sheet_sent,
    payment_status, tenant_id, role, created_at, updated_at)
  SELECT w.id, w.telegram_id, coalesce(a.becomes, w.email), w.full_name, w.phone, w.wb_api_key, w.google_sheet_id,
    w.google_sheet_sent, ${WORK}.status_of(w.payment_status)::public.payment_status_enum, t.tenant_id, 'OWNER',
    w.created_at, w.updated_at
  FROM ${WORK}.newcomers w JOIN ${WORK}.own_tenants t ON t.user_id = w.id LEFT JOIN ${WORK}.addresses a ON a.user_id = w.id`;

async function notesOf(link: Link): Promise<string[]> {
  const addresses = await link.rows<{ user_id: string; was: string; becomes: string }>(
    `SELECT user_id, was, becomes FROM ${WORK}.addresses ORDER BY was, user_id`,
  );
  const admins = await link.rows<{ id: string }>(
    `SELECT id FROM ${WORK}.newcomers WHERE was_admin ORDER BY id`,
  );
  return [
    ...addresses.map(
      ({ user_id, was, becomes }) => `users: the address ${was} of ${user_id} is ${becomes} now.`,
    ),
    ...admins.map(
      ({ id }) =>
        `users: ${id} was an administrator in ${BACKUP} and is none now: npm run cli -- user:make-admin.`,
    ),
  ];
}
