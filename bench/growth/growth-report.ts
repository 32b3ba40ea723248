import type { MarketSize } from '../data/sizes.js';
import type { PartFigures } from '../goals/part-figures.js';
import { rawFigures } from '../measure/document.js';
import { quantile } from '../measure/statistics.js';
import { numberText } from '../measure/table.js';
import { medianRatio } from '../processes/rounds-ratio.js';
import { roundsTable, roundsText } from '../processes/rounds-table.js';
import { FAR, FEW, MANY, TIMES, type GrowthFigures } from './growth-bench.js';

const PEERS = { [`to ${FEW}`]: FEW, [`to ${MANY}`]: MANY };

export function growthReport({ few, many, lists, summaries }: GrowthFigures): PartFigures {
  const text = [
    `x 1: ${sizeText(few)}. x ${TIMES}: ${sizeText(many)}.`,
    '',
    ...lists.flatMap(({ list, farPage, ...measured }) => [
      `${list}${farPage === null ? '' : `, far page ${numberText(farPage)}`}; ${roundsText(measured)}:`,
      '',
      roundsTable(measured.rounds, farPage === null ? { [`to ${FEW}`]: FEW } : PEERS),
      '',
    ]),
    ...summaries.flatMap(({ seller, ...measured }) => [
      `salesSummary(30 days by day) of the ${seller} seller; ${roundsText(measured)}:`,
      '',
      roundsTable(measured.rounds, { [`to ${FEW}`]: FEW }),
      '',
    ]),
    rawFigures([
      ...lists.flatMap(({ list, farPage, rounds }) => rounds.map((round) => ({ list, farPage, ...round }))),
      ...summaries.flatMap(({ seller, rounds }) => rounds.map((round) => ({ summaryOf: seller, ...round }))),
    ]),
  ].join('\n');
  const worst = (slow: string, fast: string): number =>
    quantile(
      lists.map(({ rounds }) => medianRatio(rounds, fast, slow)).filter((ratio) => !Number.isNaN(ratio)),
      1,
    );
  return { text, measured: { 'worst list at x 100': worst(MANY, FEW), 'worst far page': worst(FAR, MANY) } };
}

function sizeText({ big, small, smallSellers }: MarketSize): string {
  const of = ({ products, sales, stockRecords }: MarketSize['big']): string =>
    `${numberText(products)} products, ${numberText(sales)} sales, ${numberText(stockRecords)} stock records`;
  return `the asking seller ${of(big)}, beside ${smallSellers} of ${of(small)}`;
}
