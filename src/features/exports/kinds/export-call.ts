import type { TenantContext } from '../../../platform/context/index.js';
import { plannedAnew } from '../../../platform/database/index.js';
import { valuesOf, type Call } from '../../products/index.js';
import { ExportKind } from '../domain/export-kind.js';
import type { Column } from '../formats/column.js';
import { AUDIT_LOG } from './audit-log.rows.js';
import type { ExportedRows, Wanted } from './exported-rows.js';
import { PRODUCTS } from './products.rows.js';
import { REPLENISHMENT } from './replenishment.rows.js';
import { SALES } from './sales.rows.js';
import { STOCK_HISTORY } from './stock-history.rows.js';
import { STOCK_LEVELS } from './stock-levels.rows.js';

const ROWS: Readonly<Record<ExportKind, ExportedRows>> = {
  [ExportKind.PRODUCTS]: PRODUCTS,
  [ExportKind.STOCK_LEVELS]: STOCK_LEVELS,
  [ExportKind.STOCK_HISTORY]: STOCK_HISTORY,
  [ExportKind.SALES]: SALES,
  [ExportKind.REPLENISHMENT]: REPLENISHMENT,
  [ExportKind.AUDIT_LOG]: AUDIT_LOG,
};

interface ExportCall extends Call<unknown[]> {
  readonly columns: readonly Column[];
}

/** The rows of an export, as far as the context sees them. */
export function exportCall(ctx: TenantContext, kind: ExportKind, wanted: Wanted): ExportCall {
  const { columns, from } = ROWS[kind];
  const { values, bind } = valuesOf(ctx);
  const rest = from(ctx, wanted, bind);
  const text = `SELECT ${columns.map(({ sql }) => sql).join(', ')} ${rest}`;
  return { columns, statement: plannedAnew(text), values };
}
