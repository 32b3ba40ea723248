/** What is asked for, of the API and of the handler beside it. */
export interface List {
  readonly name: string;
  readonly first: number;
  readonly withStock: boolean;
  readonly query: string;
}

const SCALARS = 'id wbArticle wbNmId name brand stockTotal';

export const LISTS: readonly List[] = [
  {
    name: 'products(first: 50), 6 scalar fields',
    first: 50,
    withStock: false,
    query: `{ products(first: 50) { nodes { ${SCALARS} } } }`,
  },
  {
    name: 'products(first: 20) with stock levels',
    first: 20,
    withStock: true,
    query: `{ products(first: 20) { nodes { ${SCALARS} stockLevels { warehouseName quantity } } } }`,
  },
];
