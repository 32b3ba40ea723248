import { AdoptionError } from '../adoption-error.js';
import { bridge } from '../bridge/bridge.js';
import { quoted, WORK } from '../identifiers.js';
import type { Link } from '../link.js';
import { conform } from '../model/conform.js';
import { moveNewTable } from '../model/new-tables.js';
import { putKeysBack, replace } from '../model/replace.js';
import { expect, prove, type Plan } from '../proof/proof.js';
import { columnsOf, type Run, type StepReport } from '../run.js';
import { makeMonths } from './months.js';
import { mergeWhatCameAgain, refuseLateFaults } from './taking-over.js';
import { WAREHOUSE } from './warehouses.js';

/**
 * The history of stock by months, each record with what it has changed; what it ends with becomes levels and totals. Of
 * several records of one product, warehouse and instant the one that was written last stays.
 */
export async function adoptStock(run: Run): Promise<StepReport> {
  const { link } = run;
  await link.lock(['stock_history', 'products']);
  await mergeWhatCameAgain(run);
  await refuseLateFaults(link, 'stock_history', `${WORK}.merged_products`);
  const replacement = await replace(link, 'stock_history', run.shape.ownColumns.stock_history ?? []);
  await stage(link, replacement.own);
  await refuseTooMany(link);
  await link.run(LOST);
  const expected = await expect(link, {
    table: 'stock_history',
    columns: columnsOf(run, 'stock_history'),
    from: `${replacement.old} AS o LEFT JOIN ${WORK}.lost_stock l ON l.id = o.id LEFT JOIN ${WORK}.merged_products m ON m.id = o.product_id`,
    lost: 'l.id IS NOT NULL',
    changes: {
      product_id: [
        { when: 'm.id IS NOT NULL', becomes: 'm.kept_id', why: 'of a product that was there twice' },
      ],
      warehouse_name: [
        {
          when: `o.warehouse_name IS DISTINCT FROM ${WAREHOUSE}`,
          becomes: WAREHOUSE,
          why: 'no warehouse was given, or with space around it',
        },
      ],
    },
  });
  await makeMonths(link, 'stock_history', replacement.old);
  await link.run(`
    INSERT INTO public.adopt_quarantine (table_name, row, reason, adopted_at)
    SELECT 'stock_history', to_jsonb(o), 'another record of the same product, warehouse and instant', '${run.startedAt}'
    FROM ${replacement.old} o JOIN ${WORK}.lost_stock l USING (id)`);
  await fill(link, replacement.own);
  await putKeysBack(link, 'stock_history', replacement);
  const proofs = [await prove(link, expected)];
  await moveNewTable(run, 'stock_levels', () => link.run(LEVELS));
  const expectedProducts = await expect(link, productsPlan(columnsOf(run, 'products')));
  await link.run(TOTALS);
  proofs.push(await prove(link, expectedProducts));
  await conform(link, 'products');
  await link.run(MARKS);
  await link.run(`DROP TABLE ${WORK}.staged_stock`);
  await bridge(run, 'stock_history');
  return { rows: expected.rows, proofs, notes: [] };
}

/**
 * Everything in the order of the ledger, once: of each record what it has changed, whether another one has taken its
 * place, and whether it is the last. The window's frame of the group before is of the instant before.
 */
async function stage(link: Link, own: readonly string[]): Promise<void> {
  const owned = own.map((column) => `, ${quoted(column)}`).join('');
  await link.run(`
    CREATE UNLOGGED TABLE ${WORK}.staged_stock AS
    SELECT id, tenant_id, user_id, product_id, warehouse_name, quantity, recorded_at, created_at${owned}, place > 1 AS is_lost,
      quantity - coalesce(first_value(quantity) OVER (in_order GROUPS BETWEEN 1 PRECEDING AND 1 PRECEDING), 0) AS delta,
      place = 1 AND recorded_at = last_value(recorded_at) OVER (in_order GROUPS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS is_last
    FROM (
      SELECT *, row_number() OVER (PARTITION BY product_id, warehouse_name, recorded_at ORDER BY created_at DESC, id DESC) AS place
      FROM (
        SELECT o.id, p.tenant_id, p.user_id, p.id AS product_id, ${WAREHOUSE}::varchar(255) AS warehouse_name, o.quantity,
          o.recorded_at, o.created_at${owned}
        FROM ${WORK}.stock_history_v1 o LEFT JOIN ${WORK}.merged_products m ON m.id = o.product_id
          JOIN public.products p ON p.id = coalesce(m.kept_id, o.product_id)
      ) AS named
    ) AS placed
    WINDOW in_order AS (PARTITION BY product_id, warehouse_name ORDER BY recorded_at)`);
}

const MOST_ON_HAND = 2_147_483_647;

/** @throws AdoptionError that names products of which there are more than anybody counts */
async function refuseTooMany(link: Link): Promise<void> {
  const rows = await link.rows<{ id: string; total: string }>(
    `SELECT product_id AS id, total FROM ${ON_HAND} AS l WHERE total > ${MOST_ON_HAND} ORDER BY 1 LIMIT 5`,
  );
  if (rows.length === 0) return;
  const told = rows.map(({ id, total }) => `${total} of ${id}`).join(', ');
  throw new AdoptionError(
    `stock_history: on hand are ${told}, which is more than ${MOST_ON_HAND}. Mend its last records, or delete them, and run again.`,
  );
}

const LOST = `
  CREATE TABLE ${WORK}.lost_stock AS SELECT id FROM ${WORK}.staged_stock WHERE is_lost;
  ANALYZE ${WORK}.lost_stock`;

async function fill(link: Link, own: readonly string[]): Promise<void> {
  const columns = [
    ...[
      'id',
      'tenant_id',
      'user_id',
      'product_id',
      'warehouse_name',
      'quantity',
      'delta',
      'recorded_at',
      'created_at',
    ],
    ...own.map(quoted),
  ].join(', ');
  await link.run(
    `INSERT INTO public.stock_history (${columns}) SELECT ${columns} FROM ${WORK}.staged_stock WHERE NOT is_lost`,
  );
}

/** Whoever told of it is not known; a later snapshot of the marketplace takes it over. */
const LEVELS = `
  INSERT INTO public.stock_levels (tenant_id, user_id, product_id, warehouse_name, quantity, recorded_at)
  SELECT tenant_id, user_id, product_id, warehouse_name, quantity, recorded_at FROM ${WORK}.staged_stock WHERE is_last`;

const ON_HAND = `(SELECT product_id, sum(quantity) AS total FROM ${WORK}.staged_stock WHERE is_last GROUP BY product_id)`;

/** Version 1's in_stock follows, of whatever has a record. */
const TOTALS = `
  UPDATE public.products p SET stock_total = l.total, in_stock = l.total > 0 FROM ${ON_HAND} AS l WHERE p.id = l.product_id`;

const productsPlan = (columns: readonly string[]): Plan => ({
  table: 'products',
  columns,
  from: `public.products AS o LEFT JOIN ${ON_HAND} AS l ON l.product_id = o.id`,
  lost: 'false',
  changes: {
    in_stock: [
      {
        when: 'o.in_stock IS DISTINCT FROM (l.total > 0) AND l.total IS NOT NULL',
        becomes: 'l.total > 0',
        why: 'follows what is on hand',
      },
    ],
  },
});

/** From which day on what has to be rolled up, for when there is a table for it. */
const MARKS = `
  CREATE TABLE ${WORK}.stock_marks AS
  SELECT tenant_id, user_id, product_id, (min(recorded_at) AT TIME ZONE 'Europe/Moscow')::date AS day
  FROM ${WORK}.staged_stock WHERE NOT is_lost GROUP BY tenant_id, user_id, product_id`;
