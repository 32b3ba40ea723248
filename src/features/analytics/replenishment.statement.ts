import type { CallerContext } from '../../platform/context/index.js';
import { cursorKind, type Page } from '../../platform/graphql/index.js';
import { StatementShapes, valuesOf, type Bind, type Call } from '../products/index.js';
import { StockRisk } from './domain/rules.js';
import { METRIC_COLUMNS, type MetricsRow } from './product-metrics.columns.js';

/** When it runs out, and of which product. */
type Keys = readonly ['date?', 'uuid'];

/** What runs out first; then what does not sell. */
export const BY_STOCKOUT = cursorKind<Keys>('replenishment', ['date?', 'uuid']);

const MOST_ROWS = 101;
const shapes = new StatementShapes();

/** Rows of product_metrics from which to order, of products that are not put away. */
const TO_REPLENISH = `
  FROM product_metrics m JOIN products p ON p.tenant_id = $1 AND p.id = m.product_id AND p.archived_at IS NULL
  WHERE m.tenant_id = $1 AND m.reorder_point IS NOT NULL`;

/** One page and the row behind it, if there is one: each risk is a stretch of the index, in order. */
export function replenishmentPage(
  ctx: CallerContext,
  risks: ReadonlySet<StockRisk>,
  page: Page<Keys>,
): Call<MetricsRow> {
  const { values, bind } = valuesOf(ctx);
  const stretches = inOrder(risks).map((risk) => {
    const where = [...whose(ctx, bind), `m.risk = '${risk}'`, ...behind(risk, page.after, bind)];
    return `(SELECT ${METRIC_COLUMNS} ${TO_REPLENISH} AND ${where.join(' AND ')}
      ORDER BY m.stockout_date, m.product_id LIMIT ${MOST_ROWS})`;
  });
  const text = `SELECT * FROM (${stretches.join(' UNION ALL ')}) AS page
    ORDER BY "stockoutDate" NULLS LAST, "productId" LIMIT ${bind(page.limit + 1)}`;
  return { statement: shapes.of(text), values };
}

/** How many the whole list has. */
export function replenishmentCount(
  ctx: CallerContext,
  risks: ReadonlySet<StockRisk>,
): Call<{ count: number }> {
  const { values, bind } = valuesOf(ctx);
  const where = [...whose(ctx, bind), `m.risk = ANY (${bind(inOrder(risks))}::text[])`];
  const text = `SELECT count(*)::integer AS count ${TO_REPLENISH} AND ${where.join(' AND ')}`;
  return { statement: shapes.of(text), values };
}

/** However they were given, so that equal questions have equal texts. */
function inOrder(risks: ReadonlySet<StockRisk>): StockRisk[] {
  return Object.values(StockRisk).filter((risk) => risks.has(risk));
}

function whose(ctx: CallerContext, bind: Bind): string[] {
  return ctx.scope === 'own' ? [`m.user_id = ${bind(ctx.userId)}::uuid`] : [];
}

/** What sells runs out some day; what does not comes after all of it. */
function behind(risk: StockRisk, after: Page<Keys>['after'], bind: Bind): string[] {
  if (!after) return [];
  const [date, id] = after;
  if (risk === StockRisk.NO_DEMAND) return date === null ? [`m.product_id > ${bind(id)}::uuid`] : [];
  return date === null
    ? ['false']
    : [`(m.stockout_date, m.product_id) > (${bind(date)}::date, ${bind(id)}::uuid)`];
}
