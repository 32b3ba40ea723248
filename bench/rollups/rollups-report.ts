import { ONE_OF_MANY } from '../data/sizes.js';
import type { PartFigures } from '../goals/part-figures.js';
import { rawFigures } from '../measure/document.js';
import { quantile } from '../measure/statistics.js';
import { numberText, table } from '../measure/table.js';
import { spread } from '../processes/rounds-table.js';
import type { RollupRound } from './rollups.js';
import type { RollupFigures } from './rollups-bench.js';

export function rollupsReport({ size, rounds, many }: RollupFigures): PartFigures {
  const { products, sales, stockRecords } = size.big;
  const text = [
    `Rollups of a seller of ${numberText(products)} products, ${numberText(sales)} sales and ${numberText(stockRecords)} stock records; median (least to most) of ${rounds.length} rounds:`,
    '',
    rollupTable(rounds),
    '',
    `Rollups of ${numberText(many.sellers)} sellers of ${numberText(ONE_OF_MANY.products)} products, ${numberText(ONE_OF_MANY.sales)} sales and ${numberText(ONE_OF_MANY.stockRecords)} stock records each, one after another; median (least to most) of ${many.rounds.length} rounds:`,
    '',
    rollupTable(many.rounds),
    '',
    rawFigures([
      ...rounds.map((round) => ({ sellers: 1, ...round })),
      ...many.rounds.map((round) => ({ sellers: many.sellers, ...round })),
    ]),
  ].join('\n');
  return {
    text,
    measured: {
      'full rollup to by hand': quantile(rounds.map(toByHand), 0.5),
      'changed rollup to full': quantile(rounds.map(toFull), 0.5),
      'full rollup of many to by hand': quantile(many.rounds.map(toByHand), 0.5),
      'changed rollup of many to full': quantile(many.rounds.map(toFull), 0.5),
    },
  };
}

const toByHand = ({ full, byHand }: RollupRound): number => byHand / full;
const toFull = ({ full, changed }: RollupRound): number => changed / full;

function rollupTable(rounds: readonly RollupRound[]): string {
  return table(
    ['rollup', 'seconds', 'speed to by hand', 'time to full'],
    [
      ['by hand', spread(rounds.map(({ byHand }) => byHand)), '', ''],
      ['full', spread(rounds.map(({ full }) => full)), spread(rounds.map(toByHand)), ''],
      ['1 % changed', spread(rounds.map(({ changed }) => changed)), '', spread(rounds.map(toFull))],
    ],
  );
}
