import type { PartFigures } from '../goals/part-figures.js';
import { rawFigures } from '../measure/document.js';
import { numberText } from '../measure/table.js';
import { medianRatio } from '../processes/rounds-ratio.js';
import { roundsTable, roundsText } from '../processes/rounds-table.js';
import type { SummaryFigures } from './summaries-bench.js';

export function summariesReport({ size, rows, questions }: SummaryFigures): PartFigures {
  const { products, sales, stockRecords } = size.big;
  const text = [
    `A seller of ${numberText(products)} products, ${numberText(sales)} sales and ${numberText(stockRecords)} stock records; the last 30 days are ${numberText(rows.sales)} sales, ${numberText(rows.byProduct)} daily totals of a product at a warehouse, and ${numberText(rows.totals)} of all together.`,
    '',
    ...questions.flatMap(({ question, ...measured }) => [
      `${question}; ${roundsText(measured)}:`,
      '',
      roundsTable(measured.rounds, { 'to raw sales': 'raw sales' }),
      '',
    ]),
    rawFigures(questions.flatMap(({ question, rounds }) => rounds.map((round) => ({ question, ...round })))),
  ].join('\n');
  const ratios = questions.map(
    ({ question, rounds }) => [`${question} to raw`, medianRatio(rounds, 'API', 'raw sales')] as const,
  );
  return { text, measured: Object.fromEntries(ratios) };
}
