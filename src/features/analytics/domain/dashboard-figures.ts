/** Products that are not archived, by their risk; UNKNOWN are those without figures. */
export type GoodsByRisk = Readonly<Record<string, GoodsOfRisk>>;

interface GoodsOfRisk {
  readonly products: number;
  readonly stockTotal: number;
  /** Of those for which it is known. */
  readonly lostRevenue: string | null;
  readonly productsWithoutLoss: number;
  readonly stockValue: string | null;
  /** Of those in stock. */
  readonly productsWithoutUnitCost: number;
}

/** How each figure of goods on the dashboard follows from its inputs. */
export const GOODS_FORMULAS = {
  productCount: 'sum of products',
  stockTotal: 'sum of stockTotal',
  lowStockCount: 'products of ORDER_NOW + products of ORDER_SOON',
  outOfStockCount: 'products of OUT_OF_STOCK',
  overstockCount: 'products of OVERSTOCK',
  lostRevenue30Days: 'sum of lostRevenue, rounded to hundredths; products without one count nothing',
  stockValue: 'sum of stockValue; undefined when no product in stock has a unit cost',
} as const;
export type GoodsFigure = keyof typeof GOODS_FORMULAS;

/** And each of sales: SPAN.FIGURE, such as sales7Days.revenue. */
export const SALES_FORMULA = 'sum of byDay';

type Inputs = Readonly<Record<string, unknown>>;

export const GOODS_INPUTS: Readonly<Record<GoodsFigure, (goods: GoodsByRisk) => Inputs>> = {
  productCount: (goods) => ({ products: each(goods, 'products') }),
  stockTotal: (goods) => ({ stockTotal: each(goods, 'stockTotal') }),
  lowStockCount: (goods) => ({ products: each(goods, 'products', ['ORDER_NOW', 'ORDER_SOON']) }),
  outOfStockCount: (goods) => ({ products: each(goods, 'products', ['OUT_OF_STOCK']) }),
  overstockCount: (goods) => ({ products: each(goods, 'products', ['OVERSTOCK']) }),
  lostRevenue30Days: (goods) => ({
    lostRevenue: each(goods, 'lostRevenue'),
    productsWithoutLoss: each(goods, 'productsWithoutLoss'),
  }),
  stockValue: (goods) => ({
    stockValue: each(goods, 'stockValue'),
    productsWithoutUnitCost: each(goods, 'productsWithoutUnitCost'),
  }),
};

/** By risk; what is not known of a risk is left out. */
function each(goods: GoodsByRisk, name: keyof GoodsOfRisk, risks?: readonly string[]): Inputs {
  const entries = Object.entries(goods)
    .filter(([risk]) => !risks || risks.includes(risk))
    .map(([risk, sums]) => [risk, sums[name]] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== null));
}
