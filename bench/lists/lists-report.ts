import type { PartFigures } from '../goals/part-figures.js';
import { rawFigures } from '../measure/document.js';
import { medianRatio } from '../processes/rounds-ratio.js';
import { roundsTable, roundsText } from '../processes/rounds-table.js';
import type { ListFigures } from './lists-bench.js';
import { LISTS } from './lists.js';

const PEERS = { 'to bare': 'bare', 'to same walls': 'bare, same walls' };
const ALL_PEERS = { ...PEERS, 'to PostGraphile': 'PostGraphile', 'to TypeORM': 'Apollo + TypeORM' };

export function listsReport(figures: readonly ListFigures[]): PartFigures {
  const text = [
    ...figures.flatMap(({ list, ...measured }) => [
      `${list}; ${roundsText(measured)}:`,
      '',
      roundsTable(measured.rounds, peersOf(list)),
      '',
    ]),
    rawFigures(figures.flatMap(({ list, rounds }) => rounds.map((round) => ({ list, ...round })))),
  ].join('\n');
  return { text, measured: Object.fromEntries(figures.flatMap(goalFigures)) };
}

/** By the heading of their column. */
function peersOf(list: string): Readonly<Record<string, string>> {
  const asked = LISTS.find(({ name }) => name === list);
  return asked?.postgraphile == null ? PEERS : ALL_PEERS;
}

function goalFigures({ list, rounds }: ListFigures): [string, number][] {
  const name = LISTS.find((it) => it.name === list)?.short ?? list;
  return Object.entries(peersOf(list))
    .filter(([heading]) => heading !== 'to same walls')
    .map(([heading, peer]) => [`${name} ${heading}`, medianRatio(rounds, 'API', peer)]);
}
