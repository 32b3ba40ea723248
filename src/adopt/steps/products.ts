import { bridge } from '../bridge/bridge.js';
import { WORK } from '../identifiers.js';
import { addColumns, conform, release } from '../model/conform.js';
import { expect, prove } from '../proof/proof.js';
import { columnsOf, type Run, type StepReport } from '../run.js';
import { fillTenant } from './in-place.js';
import { dropTriggers, refuseLateFaults } from './taking-over.js';

/**
 * Of several products of one user with the same nm id, or without one and with the same article, the oldest stays: others
 * know it by its id. The sales and the stock of the others become its own when their tables are adopted.
 */
export async function adoptProducts(run: Run): Promise<StepReport> {
  const { link } = run;
  await link.lock(['sales', 'stock_history', 'products', 'users']);
  await refuseLateFaults(link, 'products');
  await dropTriggers(link, 'products');
  // sales go with their users as ever, until they are taken over themselves
  for (const table of ['sales', 'stock_history']) await release(link, table, ['products']);
  await release(link, 'products');
  await link.run(MERGED);
  const expected = await expect(link, {
    table: 'products',
    columns: columnsOf(run, 'products'),
    from: `public.products AS o LEFT JOIN ${WORK}.merged_products m ON m.id = o.id`,
    lost: 'm.id IS NOT NULL',
    changes: {},
  });
  await link.run(`
    INSERT INTO public.adopt_quarantine (table_name, row, reason, adopted_at)
    SELECT 'products', to_jsonb(p), m.reason, '${run.startedAt}'
    FROM public.products p JOIN ${WORK}.merged_products m USING (id);
    DELETE FROM public.products p USING ${WORK}.merged_products m WHERE m.id = p.id`);
  await addColumns(link, 'products');
  await link.run(fillTenant('products'));
  await conform(link, 'products', { without: INDEXES_OF_TOTALS });
  const proof = await prove(link, expected);
  await bridge(run, 'products');
  return { rows: expected.rows, proofs: [proof], notes: [] };
}

/** Made when the totals of all products have been written, which would have to move each of their entries. */
const INDEXES_OF_TOTALS = ['products_name_idx', 'products_stock_total_idx'];

/** Each product with the one that stays in its place, which mostly is itself. */
export const KEPT_PRODUCTS = `
  SELECT id, wb_nm_id, first_value(id) OVER same AS kept_id
  FROM public.products
  WINDOW same AS (PARTITION BY user_id, wb_nm_id, CASE WHEN wb_nm_id IS NULL THEN wb_article END ORDER BY created_at, id)`;

const MERGED = `
  CREATE TABLE ${WORK}.merged_products (id uuid PRIMARY KEY, kept_id uuid NOT NULL, reason text NOT NULL);
  INSERT INTO ${WORK}.merged_products
  SELECT id, kept_id, CASE WHEN wb_nm_id IS NULL THEN 'the same article as ' ELSE 'the same nm id as ' END || kept_id
  FROM (
    ${KEPT_PRODUCTS}
  ) AS ranked
  WHERE id <> kept_id;
  ANALYZE ${WORK}.merged_products`;
