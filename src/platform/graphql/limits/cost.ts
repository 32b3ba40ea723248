/** Lists hand out no more; who asks for more is refused by the list itself. */
export const LARGEST_PAGE = 100;
/** Beyond this all costs are alike: far too dear. Keeps sums and products exact. */
const CEILING = 1_000_000_000;

/** Objects on a page: known from the document, or told by a variable. */
export type PageSize = number | { readonly variable: string; readonly fallback: number };

/**
 * The cost of a part of a document as far as it is known without the variables: `constant`, and what the parts cost,
 * and each page as often as it has objects. Plans are shared by whatever leads to the same selection set.
 */
export interface CostPlan {
  readonly constant: number;
  readonly parts: readonly CostPlan[];
  readonly pages: readonly { readonly size: PageSize; readonly item: CostPlan }[];
}

/** @returns a whole number from 0 to a thousand million, whatever the variables are */
export function costOf(plan: CostPlan, variables: Readonly<Record<string, unknown>>): number {
  const known = new Map<CostPlan, number>();
  const of = (part: CostPlan): number => {
    const found = known.get(part);
    if (found !== undefined) return found;
    let cost = part.constant;
    for (const inner of part.parts) cost = plus(cost, of(inner));
    for (const { size, item } of part.pages) cost = plus(cost, times(sizeOf(size, variables), of(item)));
    known.set(part, cost);
    return cost;
  };
  return of(plan);
}

/** What is no number of objects is refused when the variables are read, or by the list: it must only not be free. */
export function pageSize(size: unknown): number {
  if (typeof size !== 'number' || Number.isNaN(size)) return LARGEST_PAGE;
  return Math.min(Math.max(Math.trunc(size), 1), LARGEST_PAGE);
}

export function plus(a: number, b: number): number {
  return Math.min(a + b, CEILING);
}

export function times(a: number, b: number): number {
  return Math.min(a * b, CEILING);
}

function sizeOf(size: PageSize, variables: Readonly<Record<string, unknown>>): number {
  if (typeof size === 'number') return size;
  // an own property only: variables are what the client has sent
  const given = Object.hasOwn(variables, size.variable) ? variables[size.variable] : undefined;
  return pageSize(given ?? size.fallback);
}
