import { parseArgs } from 'node:util';

export type Part = 'sync' | 'products' | 'access';

export interface Options {
  readonly parts: readonly Part[];
  /** Small and short: to see that everything works. Its figures are printed, and kept nowhere. */
  readonly quick: boolean;
}

export const USAGE = `Usage: npm run bench -- [flags]
  --only sync|products|access one part only
  --quick                small and short; leaves docs/benchmarks.md as it is
`;

const PARTS: readonly Part[] = ['sync', 'products', 'access'];

/** @throws Error for a flag or a part that is not known */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: { only: { type: 'string' }, quick: { type: 'boolean', default: false } },
  });
  const parts = PARTS.filter((part) => values.only === undefined || values.only === part);
  if (parts.length === 0) throw new Error(`--only: one of ${PARTS.join(', ')}\n${USAGE}`);
  return { parts, quick: values.quick };
}
