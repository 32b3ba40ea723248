import type { Part } from '../options.js';

export type Bound = { readonly atLeast: number } | { readonly atMost: number };

interface Check {
  /** What a part calls the figure. */
  readonly figure: string;
  readonly bound: Bound;
}

export interface Goal {
  readonly part: Part;
  readonly work: string;
  /** What it is measured against. */
  readonly against: string;
  readonly reach: string;
  /** Several figures: all of them have to be within their bounds. */
  readonly checks: readonly Check[];
}

const all = (bound: Bound, ...figures: string[]): Check[] => figures.map((figure) => ({ figure, bound }));

/** What is to be reached. Ratios hold between machines, so that nearly all are ratios. */
export const GOALS: readonly Goal[] = [
  {
    part: 'lists',
    work: 'products(first: 50), 6 scalar fields',
    against: 'bare handler',
    reach: '>= 0.6, aim 0.8',
    checks: all({ atLeast: 0.6 }, 'list50 to bare'),
  },
  {
    part: 'lists',
    work: 'products(first: 20) with stock levels',
    against: 'bare handler (two statements)',
    reach: '>= 0.6, aim 0.8',
    checks: all({ atLeast: 0.6 }, 'list20 to bare'),
  },
  {
    part: 'lists',
    work: 'products(first: 50) with figures',
    against: 'bare handler (two statements)',
    reach: '>= 0.5',
    checks: all({ atLeast: 0.5 }, 'figures50 to bare'),
  },
  {
    part: 'lists',
    work: 'the two above, signed in, row-level security on',
    against: 'PostGraphile 5, same database, same policies',
    reach: '>= 2 x',
    checks: all({ atLeast: 2 }, 'list50 to PostGraphile', 'list20 to PostGraphile'),
  },
  {
    part: 'lists',
    work: 'the two above',
    against: 'Apollo + TypeORM as the NestJS documentation shows it',
    reach: '>= 3 x',
    checks: all({ atLeast: 3 }, 'list50 to TypeORM', 'list20 to TypeORM'),
  },
  {
    part: 'summaries',
    work: 'salesSummary(30 days by day); dashboard',
    against: 'bare handler on raw sales',
    reach: '>= 5 x',
    checks: all({ atLeast: 5 }, 'salesSummary to raw', 'dashboard to raw'),
  },
  {
    part: 'lists',
    work: 'viewer',
    against: 'bare handler',
    reach: '>= 0.6',
    checks: all({ atLeast: 0.6 }, 'viewer to bare'),
  },
  {
    part: 'writes',
    work: '1,000 rows: recordStock of as many products, of 100 products; recordSales',
    against: 'COPY of the same rows into the same tables',
    reach: '>= 0.5',
    checks: all(
      { atLeast: 0.5 },
      'recordStock to COPY',
      'recordStock of 100 products to COPY',
      'recordSales to COPY',
    ),
  },
  {
    part: 'rollups',
    work: 'full rollup: of one large seller; of 1,000 sellers',
    against: 'one hand-written INSERT ... SELECT per table',
    reach: '>= 0.5',
    checks: all({ atLeast: 0.5 }, 'full rollup to by hand', 'full rollup of many to by hand'),
  },
  {
    part: 'rollups',
    work: 'rollup with 1 % changed: the same two',
    against: 'full rollup',
    reach: '<= 0.05 of its time',
    checks: all({ atMost: 0.05 }, 'changed rollup to full', 'changed rollup of many to full'),
  },
  {
    part: 'growth',
    work: 'any list: data x 100; page 1 against a far page',
    against: 'itself',
    reach: 'within 1.3 x',
    checks: all({ atMost: 1.3 }, 'worst list at x 100', 'worst far page'),
  },
  {
    part: 'memory',
    work: 'memory of the API process after the whole load',
    against: 'itself early on; 300 MB',
    reach: 'within 1.2 x, under 300 MB',
    checks: [...all({ atMost: 1.2 }, 'memory to early'), ...all({ atMost: 300 }, 'memory MB')],
  },
];

export function isMet(value: number, bound: Bound): boolean {
  return 'atLeast' in bound ? value >= bound.atLeast : value <= bound.atMost;
}
