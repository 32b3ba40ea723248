/** A sale or a return; amounts in hundredths, null where they are not known. */
export interface ModelSale {
  readonly owner: string;
  readonly product: string | null;
  readonly day: string;
  readonly kind: 'SALE' | 'RETURN';
  readonly quantity: number;
  readonly price: number;
  readonly commission: number | null;
  readonly net: number | null;
  readonly warehouse: string | null;
}

export interface ModelProduct {
  readonly name: string | null;
  readonly article: string;
  readonly brand: string | null;
  readonly category: string | null;
}

export interface ModelRow {
  readonly key: string;
  readonly label: string;
  readonly quantity: number;
  readonly returnedQuantity: number;
  readonly revenue: string;
  readonly commission: string;
  readonly netAmount: string;
  readonly salesWithoutPrice: number;
  readonly salesWithoutCommission: number;
  readonly salesWithoutNetAmount: number;
}

export type ModelGrouping = 'DAY' | 'WEEK' | 'MONTH' | 'PRODUCT' | 'BRAND' | 'CATEGORY' | 'WAREHOUSE';

/** What salesSummary ought to say of these sales: added up one by one, in whole hundredths. */
export function summaryOf(
  sales: readonly ModelSale[],
  grouping: ModelGrouping,
  products: ReadonlyMap<string, ModelProduct>,
): ModelRow[] {
  const groups = Map.groupBy(sales, (sale) => JSON.stringify(nameOf(sale, grouping, products)));
  const rows = [...groups].map(([name, members]) => {
    const [key, label] = JSON.parse(name) as [string, string];
    const sum = (of: (sale: ModelSale) => number): bigint =>
      members.reduce((total, sale) => total + BigInt(of(sale)), 0n);
    const signed = (of: (sale: ModelSale) => number): bigint =>
      sum((sale) => (sale.kind === 'SALE' ? of(sale) : -of(sale)));
    return {
      key,
      label,
      quantity: Number(sum((sale) => (sale.kind === 'SALE' ? sale.quantity : 0))),
      returnedQuantity: Number(sum((sale) => (sale.kind === 'RETURN' ? sale.quantity : 0))),
      revenue: signed((sale) => sale.price * sale.quantity),
      commission: signed((sale) => sale.commission ?? 0),
      netAmount: signed((sale) => sale.net ?? 0),
      salesWithoutPrice: members.filter((sale) => sale.price === 0).length,
      salesWithoutCommission: members.filter((sale) => sale.commission === null).length,
      salesWithoutNetAmount: members.filter((sale) => sale.net === null).length,
    };
  });
  const inTime = ['DAY', 'WEEK', 'MONTH'].includes(grouping);
  const byKey = (a: { key: string }, b: { key: string }): number => (a.key < b.key ? -1 : 1);
  rows.sort((a, b) => (inTime || a.revenue === b.revenue ? byKey(a, b) : a.revenue < b.revenue ? 1 : -1));
  return rows.map(({ revenue, commission, netAmount, ...row }) => ({
    ...row,
    revenue: roubles(revenue),
    commission: roubles(commission),
    netAmount: roubles(netAmount),
  }));
}

function nameOf(
  sale: ModelSale,
  grouping: ModelGrouping,
  products: ReadonlyMap<string, ModelProduct>,
): [key: string, label: string] {
  const product = sale.product === null ? null : products.get(sale.product);
  const named = (name: string | null | undefined): [string, string] => [name ?? '', name || 'Unknown'];
  const names: Readonly<Record<ModelGrouping, () => [string, string]>> = {
    DAY: () => [sale.day, sale.day],
    WEEK: () => weekOf(sale.day),
    MONTH: () => [sale.day.slice(0, 7), sale.day.slice(0, 7)],
    PRODUCT: () => [sale.product ?? '', product ? product.name || product.article : 'Unknown'],
    BRAND: () => named(product?.brand),
    CATEGORY: () => named(product?.category),
    WAREHOUSE: () => named(sale.warehouse),
  };
  return names[grouping]();
}

/** ISO 8601: a week begins on Monday, and belongs to the year of its Thursday. */
function weekOf(day: string): [string, string] {
  const DAY_MS = 86_400_000;
  const time = Date.parse(day);
  const monday = time - ((new Date(time).getUTCDay() + 6) % 7) * DAY_MS;
  const thursday = monday + 3 * DAY_MS;
  const year = new Date(thursday).getUTCFullYear();
  const week = Math.floor((thursday - Date.UTC(year, 0, 1)) / DAY_MS / 7) + 1;
  return [new Date(monday).toISOString().slice(0, 10), `${year}-W${String(week).padStart(2, '0')}`];
}

function roubles(hundredths: bigint): string {
  const digits = String(hundredths < 0n ? -hundredths : hundredths).padStart(3, '0');
  return `${hundredths < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
