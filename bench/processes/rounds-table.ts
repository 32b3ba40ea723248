import { summaryOf, type Summary } from '../measure/statistics.js';
import { numberText, table } from '../measure/table.js';
import { CONNECTIONS, type Round, type Rounds } from './rounds.js';
import { ratiosOf } from './rounds-ratio.js';

/** How the rounds were made, to stand before their table. */
export function roundsText({ rounds, askedPerSecond }: Rounds): string {
  const count = new Set(rounds.map(({ round }) => round)).size;
  return `${CONNECTIONS} connections, and a steady ${askedPerSecond} requests/s for the times of waiting; median (least to most) of ${count} rounds in turns`;
}

/** @param peers servers that the others are compared with, by the heading of the column */
export function roundsTable(rounds: readonly Round[], peers: Readonly<Record<string, string>>): string {
  const headings = [
    'server',
    'requests/s',
    ...Object.keys(peers),
    'CPU ms/request',
    'PostgreSQL CPU ms',
    'p50 ms',
    'p99 ms',
    'unanswered',
  ];
  const rows = [...Map.groupBy(rounds, ({ server }) => server)].map(([server, own]) => [
    server,
    spread(own.map(({ perSecond }) => perSecond)),
    ...Object.values(peers).map((peer) => spread(ratiosOf(rounds, server, peer))),
    spread(own.map(({ cpuMs }) => cpuMs)),
    spread(own.map(({ databaseCpuMs }) => databaseCpuMs ?? NaN)),
    spread(own.map(({ p50 }) => p50)),
    spread(own.map(({ p99 }) => p99)),
    own.reduce((sum, { unanswered }) => sum + unanswered, 0),
  ]);
  return table(headings, rows);
}

export function spread(values: readonly number[]): string {
  const { median, least, most }: Summary = summaryOf(values);
  return `${numberText(median)} (${numberText(least)} to ${numberText(most)})`;
}
