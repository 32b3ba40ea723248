import type { PartFigures } from '../goals/part-figures.js';
import { rawFigures } from '../measure/document.js';
import { medianRatio } from '../processes/rounds-ratio.js';
import { roundsTable, roundsText } from '../processes/rounds-table.js';
import { VIEWER, type ListFigures } from './lists-bench.js';
import { LISTS } from './lists.js';

const PEERS = { 'to bare': 'bare', 'to same walls': 'bare, same walls' };
const ALL_PEERS = { ...PEERS, 'to PostGraphile': 'PostGraphile', 'to TypeORM': 'Apollo + TypeORM' };

export function listsReport(figures: readonly ListFigures[]): PartFigures {
  const text = [
    ...figures.flatMap(({ list, ...measured }) => [
      `${list}; ${roundsText(measured)}:`,
      '',
      roundsTable(measured.rounds, list === VIEWER ? PEERS : ALL_PEERS),
      '',
    ]),
    rawFigures(figures.flatMap(({ list, rounds }) => rounds.map((round) => ({ list, ...round })))),
  ].join('\n');
  return { text, measured: Object.fromEntries(figures.flatMap(goalFigures)) };
}

function goalFigures({ list, rounds }: ListFigures): [string, number][] {
  const first = LISTS.find(({ name }) => name === list)?.first;
  const name = first === undefined ? list : `list${first}`;
  const peers = list === VIEWER ? { 'to bare': 'bare' } : ALL_PEERS;
  return Object.entries(peers)
    .filter(([heading]) => heading !== 'to same walls')
    .map(([heading, peer]) => [`${name} ${heading}`, medianRatio(rounds, 'API', peer)]);
}
