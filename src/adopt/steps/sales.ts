import { bridge } from '../bridge/bridge.js';
import { quoted, WORK } from '../identifiers.js';
import type { Link } from '../link.js';
import { putKeysBack, replace } from '../model/replace.js';
import { expect, prove, type Change } from '../proof/proof.js';
import { columnsOf, type Run, type StepReport } from '../run.js';
import { makeMonths } from './months.js';
import { mergeWhatCameAgain, refuseLateFaults } from './taking-over.js';

const IS_RETURN = 'o.quantity < 0';
const KIND = `CASE WHEN ${IS_RETURN} THEN 'RETURN' ELSE 'SALE' END`;
const ORDER = `nullif(btrim(o.wb_order_id), '')`;

/**
 * Sales by months. What had a negative quantity is a return with a positive one. Of several rows of one user, order and
 * kind the one that was written last stays: whoever tells last is right.
 */
export async function adoptSales(run: Run): Promise<StepReport> {
  const { link } = run;
  await link.lock(['sales', 'products'], ['users']);
  await mergeWhatCameAgain(run);
  await refuseLateFaults(link, 'sales', `${WORK}.merged_products`);
  const replacement = await replace(link, 'sales', run.shape.ownColumns.sales ?? []);
  await link.run(LOST);
  const from = `${replacement.old} AS o LEFT JOIN ${WORK}.lost_sales l ON l.id = o.id LEFT JOIN ${WORK}.merged_products m ON m.id = o.product_id`;
  const expected = await expect(link, {
    table: 'sales',
    columns: columnsOf(run, 'sales'),
    from,
    lost: 'l.id IS NOT NULL',
    changes: {
      product_id: [
        { when: 'm.id IS NOT NULL', becomes: 'm.kept_id', why: 'of a product that was there twice' },
      ],
      ...Object.fromEntries(
        ['quantity', 'price', 'commission', 'net_amount'].map((column) => [column, [turned(column)]]),
      ),
    },
  });
  await makeMonths(link, 'sales', replacement.old);
  await link.run(`
    INSERT INTO public.adopt_quarantine (table_name, row, reason, adopted_at)
    SELECT 'sales', to_jsonb(o), 'the same order and kind as ' || l.kept_id, '${run.startedAt}'
    FROM ${replacement.old} o JOIN ${WORK}.lost_sales l USING (id)`);
  await fill(link, from, replacement.own);
  await putKeysBack(link, 'sales', replacement);
  const proof = await prove(link, expected);
  await link.run(MARKS);
  await bridge(run, 'sales');
  return { rows: expected.rows, proofs: [proof], notes: [] };
}

const turned = (column: string): Change => ({
  when: `${IS_RETURN} AND o.${column} < 0`,
  becomes: `-o.${column}`,
  why: 'of a return: its kind carries the sign',
});

const abs = (column: string): string => `CASE WHEN ${IS_RETURN} THEN abs(o.${column}) ELSE o.${column} END`;

const LOST = `
  CREATE TABLE ${WORK}.lost_sales (id uuid PRIMARY KEY, kept_id uuid NOT NULL);
  INSERT INTO ${WORK}.lost_sales
  SELECT id, kept_id FROM (
    SELECT o.id, first_value(o.id) OVER (PARTITION BY o.user_id, ${ORDER}, ${IS_RETURN} ORDER BY o.created_at DESC, o.id DESC) AS kept_id
    FROM ${WORK}.sales_v1 o WHERE ${ORDER} IS NOT NULL
  ) AS ranked WHERE id <> kept_id;
  ANALYZE ${WORK}.lost_sales`;

async function fill(link: Link, from: string, own: readonly string[]): Promise<void> {
  const owned = own.map(quoted);
  await link.run(`
    INSERT INTO public.sales (id, tenant_id, user_id, product_id, wb_order_id, sale_date, quantity, price, commission, net_amount,
      created_at, kind, external_id${owned.map((column) => `, ${column}`).join('')})
    SELECT o.id, u.tenant_id, o.user_id, coalesce(m.kept_id, o.product_id), o.wb_order_id, o.sale_date,
      ${['quantity', 'price', 'commission', 'net_amount'].map(abs).join(', ')}, o.created_at, ${KIND},
      ${KIND} || ':' || coalesce(${ORDER}, o.id::text)${owned.map((column) => `, o.${column}`).join('')}
    FROM ${from} JOIN public.users u ON u.id = o.user_id
    WHERE l.id IS NULL`);
}

const MARKS = `
  CREATE TABLE ${WORK}.sales_marks AS SELECT DISTINCT tenant_id, user_id, sale_date AS day FROM public.sales`;
