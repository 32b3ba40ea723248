import type { SalesGrouping } from './domain/sales.js';

/** What daily totals are first added up by: a column of theirs. */
export type Unit = 'day' | 'product_id' | 'warehouse_name';

/** How units make groups, in SQL: t is what a unit adds up to, p the product that a unit is. */
export interface SalesGroup {
  readonly unit: Unit;
  readonly key: string;
  readonly label: string;
  /** What groups are told apart by; whatever key and label are made of. */
  readonly by: string;
  /** Whether groups come in the order of their keys; else by revenue. */
  readonly inTime: boolean;
  /** Whether it needs p. */
  readonly ofProducts: boolean;
}

export const SALES_GROUPS: Readonly<Record<SalesGrouping, SalesGroup>> = {
  DAY: dated('t.unit', 'YYYY-MM-DD', 'YYYY-MM-DD'),
  WEEK: dated(`date_trunc('week', t.unit::timestamp)`, 'YYYY-MM-DD', 'IYYY-"W"IW'),
  MONTH: dated(`date_trunc('month', t.unit::timestamp)`, 'YYYY-MM', 'YYYY-MM'),
  PRODUCT: {
    unit: 'product_id',
    key: `coalesce(t.unit::text, '')`,
    label: `coalesce(nullif(p.name, ''), p.wb_article, 'Unknown')`,
    by: 't.unit, p.name, p.wb_article',
    inTime: false,
    ofProducts: true,
  },
  BRAND: named('product_id', 'p.brand'),
  CATEGORY: named('product_id', 'p.category'),
  WAREHOUSE: named('warehouse_name', 't.unit'),
};

function dated(by: string, key: string, label: string): SalesGroup {
  const text = (form: string): string => `to_char(${by}, '${form}')`;
  return { unit: 'day', by, key: text(key), label: text(label), inTime: true, ofProducts: false };
}

/** No name and an empty one are the same group: unknown. */
function named(unit: Unit, name: string): SalesGroup {
  const by = `coalesce(${name}, '')`;
  return {
    unit,
    by,
    key: by,
    label: `coalesce(nullif(${by}, ''), 'Unknown')`,
    inTime: false,
    ofProducts: unit === 'product_id',
  };
}
