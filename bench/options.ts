import { parseArgs } from 'node:util';

export const PARTS = [
  'sync',
  'access',
  'lists',
  'growth',
  'writes',
  'summaries',
  'rollups',
  'exports',
  'adopt',
  'memory',
] as const;
export type Part = (typeof PARTS)[number];

export interface Options {
  readonly parts: readonly Part[];
  /** Small and short: to see that everything works. Its figures are printed, and kept nowhere. */
  readonly quick: boolean;
  /** How much data there is, of what bench/data makes at 1. */
  readonly scale: number;
  /** How long the load of the part `memory` lasts. */
  readonly minutes: number;
}

export const USAGE = `Usage: npm run bench -- [flags]
  --only PART    one part only: ${PARTS.join(', ')}
  --scale N      data of growth, writes, summaries, rollups and adopt, 0.001 to 1 (default 1; quick 0.01)
  --minutes N    load of memory (default 10; quick 0.2)
  --quick        small and short; leaves docs/benchmarks.md as it is
`;

const LEAST_SCALE = 0.001;

/** @throws Error for a flag, a part or a number that is not known */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string' },
      quick: { type: 'boolean', default: false },
      scale: { type: 'string' },
      minutes: { type: 'string' },
    },
  });
  const { only, quick } = values;
  const parts = PARTS.filter((part) => only === undefined || only === part);
  if (parts.length === 0) throw new Error(`--only: one of ${PARTS.join(', ')}\n${USAGE}`);
  const scale = numberOf('scale', values.scale, quick ? 0.01 : 1);
  if (scale < LEAST_SCALE || scale > 1) throw new Error(`--scale: from ${LEAST_SCALE} to 1\n${USAGE}`);
  return { parts, quick, scale, minutes: numberOf('minutes', values.minutes, quick ? 0.2 : 10) };
}

function numberOf(flag: string, given: string | undefined, otherwise: number): number {
  if (given === undefined) return otherwise;
  const value = Number(given);
  if (!(value > 0 && value < Infinity)) throw new Error(`--${flag}: a number above 0\n${USAGE}`);
  return value;
}
