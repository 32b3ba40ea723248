import { bridge } from '../bridge/bridge.js';
import { LET_PANEL_SIGN_IN } from '../bridge/panel.sql.js';
import { WORK } from '../identifiers.js';
import { putKeysBack, replace } from '../model/replace.js';
import { expect, prove, type Plan, type TableProof } from '../proof/proof.js';
import { addressOf } from './address-of.js';
import { columnsOf, type Run, type StepReport } from '../run.js';
import { adoptInPlace } from './in-place.js';
import { refuseLateFaults } from './taking-over.js';

/** SHA-256 in hex; what looks like one already is left. */
const HASHED = (token: string): string =>
  `CASE WHEN ${token} ~ '^[0-9a-f]{64}$' THEN ${token} ELSE encode(sha256(convert_to(${token}, 'UTF8')), 'hex') END`;

/**
 * Version 1 kept its refresh tokens in the clear, in a database whose password was public. Nobody may sign in by one any
 * more: what stays is when there was a session, and the hash of its token.
 */
export async function adoptSessions(run: Run): Promise<StepReport> {
  const { link } = run;
  await link.lock(['refresh_tokens', 'users']);
  await refuseLateFaults(link, 'refresh_tokens');
  const proof = run.shape.panel.includes('refresh_tokens') ? await replacePanel(run) : await adoptCloud(run);
  await bridge(run, 'refresh_tokens');
  const { ended } = await link.one<{ ended: number }>(
    `SELECT count(*)::integer AS ended FROM public.refresh_tokens WHERE expires_at > now()`,
  );
  const notes =
    ended === 0 ? [] : [`refresh_tokens: ${ended} sessions of version 1 have ended. People sign in again.`];
  return { rows: proof.before, proofs: [proof], notes };
}

function adoptCloud(run: Run): Promise<TableProof> {
  const plan = {
    table: 'refresh_tokens' as const,
    columns: columnsOf(run, 'refresh_tokens'),
    from: 'public.refresh_tokens AS o',
    lost: 'false',
    changes: {
      token: [
        { when: `o.token <> ${HASHED('o.token')}`, becomes: HASHED('o.token'), why: 'hashed, and ended' },
      ],
    },
  };
  return adoptInPlace(run, plan, {
    fill: `UPDATE public.refresh_tokens SET token = ${HASHED('token')}, family_id = id, revoked_at = '${run.startedAt}'`,
  });
}

/** The panel hashed its tokens itself. */
async function replacePanel(run: Run): Promise<TableProof> {
  const { link } = run;
  const own = run.shape.ownColumns.refresh_tokens ?? [];
  const replacement = await replace(link, 'refresh_tokens', own);
  const plan: Plan = {
    table: 'refresh_tokens',
    columns: ['id', 'user_id', 'expires_at', 'created_at', ...own],
    from: `${replacement.old} AS o`,
    lost: 'false',
    changes: {},
  };
  const expected = await expect(link, plan);
  const owned = own.map((column) => `, "${column}"`).join('');
  const address = await addressOf(link, WORK);
  await link.run(`
    INSERT INTO public.refresh_tokens (id, user_id, token, expires_at, created_at, family_id, revoked_at, ip_address, user_agent${owned})
    SELECT id, user_id, ${HASHED('token_hash')}, expires_at, created_at, id, coalesce(revoked_at, '${run.startedAt}'),
      ${address('ip_address::text')}, device_info${owned}
    FROM ${WORK}.refresh_tokens_v1`);
  await putKeysBack(link, 'refresh_tokens', replacement);
  const proof = await prove(link, expected);
  if (run.options.legacyClients) await link.run(LET_PANEL_SIGN_IN);
  return proof;
}
