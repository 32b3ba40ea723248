import { rawFigures } from '../measure/document.js';
import { roundsTable, roundsText } from '../processes/rounds-table.js';
import type { ListFigures } from './products-bench.js';

/** The figures as Markdown. */
export function productsReport(figures: readonly ListFigures[]): string {
  return [
    ...figures.flatMap(({ list, ...measured }) => [
      `${list.name}; ${roundsText(measured)}:`,
      '',
      roundsTable(measured.rounds, { 'to bare': 'bare', 'to same walls': 'bare, same walls' }),
      '',
    ]),
    rawFigures(figures.flatMap(({ list, rounds }) => rounds.map((round) => ({ list: list.name, ...round })))),
  ].join('\n');
}
