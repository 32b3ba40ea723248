import { bridge } from '../bridge/bridge.js';
import { LET_PANEL_SUBSCRIBE } from '../bridge/panel.sql.js';
import { quoted } from '../identifiers.js';
import { makeEnum, rebuildEnum, type EnumColumn } from '../model/enums.js';
import { putKeysBack, replace } from '../model/replace.js';
import { expect, prove, type Plan, type TableProof } from '../proof/proof.js';
import { columnsOf, type Run, type StepReport } from '../run.js';
import { adoptInPlace, fillTenant } from './in-place.js';
import { refuseLateFaults } from './taking-over.js';

/** Subscriptions of either shape. */
export async function adoptSubscriptions(run: Run): Promise<StepReport> {
  await run.link.lock(['subscriptions', 'users']);
  await refuseLateFaults(run.link, 'subscriptions');
  const proof = run.shape.panel.includes('subscriptions') ? await replacePanel(run) : await adoptCloud(run);
  await bridge(run, 'subscriptions');
  return { rows: proof.before, proofs: [proof], notes: [] };
}

/** Words of the other programs are understood too. */
export const FOLDED = (status: string): string => `
  CASE lower(${status}) WHEN 'paid' THEN 'active' WHEN 'free' THEN 'active' WHEN 'unpaid' THEN 'cancelled'
    WHEN 'canceled' THEN 'cancelled' ELSE lower(${status}) END`;

export const STATUS: EnumColumn = {
  table: 'subscriptions',
  column: 'status',
  type: 'subscription_status',
  labels: ['trial', 'active', 'expired', 'cancelled'],
  fold: FOLDED,
  default: 'trial',
};

function adoptCloud(run: Run): Promise<TableProof> {
  const plan = {
    table: 'subscriptions' as const,
    columns: columnsOf(run, 'subscriptions'),
    from: 'public.subscriptions AS o',
    lost: 'false',
    changes: {
      status: [
        {
          when: `o.status::text <> ${FOLDED('o.status::text')}`,
          becomes: FOLDED('o.status::text'),
          why: 'one spelling for each status',
        },
      ],
    },
    compared: { status: '$::text' },
  };
  return adoptInPlace(run, plan, {
    first: ({ link }) => rebuildEnum(link, STATUS),
    fill: fillTenant('subscriptions'),
  });
}

/** What the panel and the bot call a status: who has access is active, or on trial; who has it no more is expired. */
export const PANEL_STATUS = (status: string, hasAccess: string, ends: string): string => `
  CASE WHEN lower(${status}) = 'trial' THEN CASE WHEN ${hasAccess} THEN 'trial' ELSE 'expired' END
    WHEN lower(${status}) IN ('active', 'paid') OR ${hasAccess} THEN 'active'
    WHEN lower(${status}) IN ('cancelled', 'canceled') THEN 'cancelled'
    WHEN lower(${status}) = 'expired' OR ${ends} IS NOT NULL THEN 'expired' ELSE 'cancelled' END`;

const ADD_WHAT_PANEL_ADDED = `
  ALTER TABLE public.subscriptions ADD COLUMN IF NOT EXISTS trial_ends_at timestamptz,
    ADD COLUMN IF NOT EXISTS subscription_starts_at timestamptz, ADD COLUMN IF NOT EXISTS subscription_ends_at timestamptz,
    ADD COLUMN IF NOT EXISTS payment_provider varchar(50), ADD COLUMN IF NOT EXISTS payment_external_id varchar(255),
    ADD COLUMN IF NOT EXISTS last_payment_at timestamptz`;

const ENDS = 'coalesce(o.subscription_ends_at, o.trial_ends_at)';
const BECOMES = PANEL_STATUS('o.status::text', 'o.has_access', ENDS);

/** What of the panel's row (o) there is a place for, by the place. Version 2 takes no payments: of those nothing has one. */
const PLACES = {
  id: 'o.id',
  tenant_id: 'u.tenant_id',
  user_id: 'o.user_id',
  plan_name: `'version 1'`,
  status: `(${BECOMES})::public.subscription_status`,
  started_at: 'coalesce(o.subscription_starts_at, o.created_at)',
  expires_at: ENDS,
  cancelled_at: `CASE WHEN o.has_access IS NOT TRUE AND ${ENDS} IS NULL THEN coalesce(o.updated_at, o.created_at) END`,
  auto_renew: 'false',
  created_at: 'o.created_at',
  updated_at: 'coalesce(o.updated_at, o.created_at)',
};

const panelPlan = (old: string, own: readonly string[]): Plan => ({
  table: 'subscriptions',
  columns: ['id', 'user_id', 'status', 'started_at', 'expires_at', 'created_at', 'updated_at', ...own],
  from: `(SELECT o.*, ${PLACES.started_at} AS started_at, ${PLACES.expires_at} AS expires_at FROM ${old} AS o) AS o`,
  lost: 'false',
  changes: {
    status: [
      {
        when: `o.status::text IS DISTINCT FROM ${BECOMES}`,
        becomes: BECOMES,
        why: 'by who has access, and until when',
      },
    ],
    updated_at: [{ when: 'o.updated_at IS NULL', becomes: 'o.created_at', why: 'never changed since' }],
  },
  compared: { status: '$::text' },
});

/** The panel kept one row a user, whatever they paid for. As it was, it is put aside too: not all of it has a place. */
async function replacePanel(run: Run): Promise<TableProof> {
  const { link } = run;
  const own = run.shape.ownColumns.subscriptions ?? [];
  await link.run(ADD_WHAT_PANEL_ADDED);
  const replacement = await replace(link, 'subscriptions', own);
  const expected = await expect(link, panelPlan(replacement.old, own));
  // the model's table has a type of the model's
  await makeEnum(link, STATUS.type, STATUS.labels);
  const status = 'ALTER TABLE public.subscriptions ALTER COLUMN status';
  await link.run(
    `${status} DROP DEFAULT; ${status} TYPE public.subscription_status USING NULL; ${status} SET DEFAULT 'trial'`,
  );
  await link.run(`
    INSERT INTO public.subscriptions (${[...Object.keys(PLACES), ...own.map(quoted)].join(', ')})
    SELECT ${[...Object.values(PLACES), ...own.map((column) => `o.${quoted(column)}`)].join(', ')}
    FROM ${replacement.old} o JOIN public.users u ON u.id = o.user_id;
    INSERT INTO public.adopt_quarantine (table_name, row, reason, adopted_at)
    SELECT 'subscriptions', to_jsonb(o), 'as the panel kept it', '${run.startedAt}' FROM ${replacement.old} o`);
  await putKeysBack(link, 'subscriptions', replacement);
  const proof = await prove(link, expected);
  if (run.options.legacyClients) await link.run(LET_PANEL_SUBSCRIBE);
  return proof;
}
