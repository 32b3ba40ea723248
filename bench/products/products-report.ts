import { rawFigures } from '../measure/document.js';
import { summaryOf, type Summary } from '../measure/statistics.js';
import { numberText, table } from '../measure/table.js';
import type { ListFigures } from './products-bench.js';
import { CONNECTIONS, type Round } from './rounds.js';

/** The figures as Markdown. */
export function productsReport(figures: readonly ListFigures[]): string {
  return [
    ...figures.flatMap((each) => [
      `${each.list.name}; ${CONNECTIONS} connections, and a steady ${each.askedPerSecond} requests/s for the times of waiting; median (least to most) of ${roundsOf(each)} rounds in turns:`,
      '',
      listTable(each),
      '',
    ]),
    rawFigures(figures.flatMap(({ list, rounds }) => rounds.map((round) => ({ list: list.name, ...round })))),
  ].join('\n');
}

function roundsOf({ rounds }: ListFigures): number {
  return new Set(rounds.map(({ round }) => round)).size;
}

function listTable({ rounds }: ListFigures): string {
  const headings = [
    'server',
    'requests/s',
    'to bare',
    'to same walls',
    'CPU ms/request',
    'PostgreSQL CPU ms',
    'p50 ms',
    'p99 ms',
    'unanswered',
  ];
  const rows = [...Map.groupBy(rounds, ({ server }) => server)].map(([server, own]) => [
    server,
    spread(own.map(({ perSecond }) => perSecond)),
    ratio(own, rounds, 'bare'),
    ratio(own, rounds, 'bare, same walls'),
    spread(own.map(({ cpuMs }) => cpuMs)),
    spread(own.map(({ databaseCpuMs }) => databaseCpuMs ?? NaN)),
    spread(own.map(({ p50 }) => p50)),
    spread(own.map(({ p99 }) => p99)),
    own.reduce((sum, { unanswered }) => sum + unanswered, 0),
  ]);
  return table(headings, rows);
}

/** Of throughput, round by round: both halves of a ratio then had the same machine. */
function ratio(own: readonly Round[], all: readonly Round[], peer: string): string {
  const ratios = own.flatMap(({ round, perSecond }) => {
    const beside = all.find((other) => other.round === round && other.server === peer);
    return beside ? [perSecond / beside.perSecond] : [];
  });
  return spread(ratios);
}

function spread(values: readonly number[]): string {
  const { median, least, most }: Summary = summaryOf(values);
  return `${numberText(median)} (${numberText(least)} to ${numberText(most)})`;
}
