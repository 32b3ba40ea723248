/** What is asked for, of the API and of whatever stands beside it. */
export interface List {
  readonly name: string;
  readonly first: number;
  readonly withStock: boolean;
  readonly withFigures: boolean;
  /** What its figures are called in goals. */
  readonly short: string;
  /** The same question in each server's words; null of those who can not be asked. */
  readonly api: string;
  readonly postgraphile: string | null;
  readonly typeorm: string | null;
}

export const SCALARS = ['wbArticle', 'wbNmId', 'name', 'brand', 'stockTotal'];
export const STOCK = ['warehouseName', 'quantity'];
export const FIGURES = ['velocity', 'daysOfCover', 'stockoutDate', 'risk', 'reorderQuantity', 'abcClass'];
const scalars = SCALARS.join(' ');
const levels = `{ ${STOCK.join(' ')} }`;
/** PostGraphile calls the key rowId, and has to be told the order and what to leave out. */
const INTO_POSTGRAPHILE = 'orderBy: [NAME_ASC, ROW_ID_ASC], condition: {archivedAt: null}';

export const LISTS: readonly List[] = [
  {
    name: 'products(first: 50), 6 scalar fields',
    short: 'list50',
    first: 50,
    withStock: false,
    withFigures: false,
    api: `{ products(first: 50) { nodes { id ${scalars} } } }`,
    postgraphile: `{ allProducts(first: 50, ${INTO_POSTGRAPHILE}) { nodes { rowId ${scalars} } } }`,
    typeorm: `{ products(first: 50) { id ${scalars} } }`,
  },
  {
    name: 'products(first: 20) with stock levels',
    short: 'list20',
    first: 20,
    withStock: true,
    withFigures: false,
    api: `{ products(first: 20) { nodes { id ${scalars} stockLevels ${levels} } } }`,
    postgraphile: `{ allProducts(first: 20, ${INTO_POSTGRAPHILE}) {
      nodes { rowId ${scalars} stockLevelsByTenantIdAndProductId(orderBy: [WAREHOUSE_NAME_ASC]) { nodes ${levels} } }
    } }`,
    typeorm: `{ productsWithStock(first: 20) { id ${scalars} stockLevels ${levels} } }`,
  },
  {
    name: 'products(first: 50) with figures',
    short: 'figures50',
    first: 50,
    withStock: false,
    withFigures: true,
    api: `{ products(first: 50) { nodes { id ${scalars} metrics { ${FIGURES.join(' ')} revenue30Days { amount } } } } }`,
    postgraphile: null,
    typeorm: null,
  },
];
