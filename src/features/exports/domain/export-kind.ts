import { Permission } from '../../../platform/access/permission.js';

/** What an export is of. */
export enum ExportKind {
  PRODUCTS = 'PRODUCTS',
  STOCK_LEVELS = 'STOCK_LEVELS',
  STOCK_HISTORY = 'STOCK_HISTORY',
  SALES = 'SALES',
  REPLENISHMENT = 'REPLENISHMENT',
  AUDIT_LOG = 'AUDIT_LOG',
}

interface KindRules {
  /** The one that the list of the same rows asks for. */
  readonly permission: Permission;
  readonly byProducts: boolean;
  readonly byDays: boolean;
}

export const KIND_RULES: Readonly<Record<ExportKind, KindRules>> = {
  [ExportKind.PRODUCTS]: { permission: Permission.CATALOG_READ, byProducts: true, byDays: false },
  [ExportKind.STOCK_LEVELS]: { permission: Permission.STOCK_READ, byProducts: true, byDays: false },
  [ExportKind.STOCK_HISTORY]: { permission: Permission.STOCK_READ, byProducts: true, byDays: true },
  [ExportKind.SALES]: { permission: Permission.SALES_READ, byProducts: true, byDays: true },
  [ExportKind.REPLENISHMENT]: { permission: Permission.ANALYTICS_READ, byProducts: true, byDays: false },
  [ExportKind.AUDIT_LOG]: { permission: Permission.AUDIT_READ, byProducts: false, byDays: true },
};
