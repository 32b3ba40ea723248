import { rawFigures } from '../measure/document.js';
import { summaryOf } from '../measure/statistics.js';
import { numberText, table } from '../measure/table.js';
import { roundsTable, roundsText, spread } from '../processes/rounds-table.js';
import type { AccessFigures } from './access-bench.js';
import { OTHERS_PER_SECOND, SIGNING_IN, type SignInRound } from './sign-ins.js';

/** The figures as Markdown. */
export function accessReport({ queries, signIns }: AccessFigures): string {
  return [
    ...queries.flatMap(({ query, ...measured }) => [
      `\`${query}\`; ${roundsText(measured)}:`,
      '',
      roundsTable(measured.rounds, { 'to without': 'without walls' }),
      '',
    ]),
    `products(first: 20) at a steady ${OTHERS_PER_SECOND} requests/s, alone and while ${SIGNING_IN} people sign in at once, each again as soon as they are in; median (least to most) of ${signIns.length} rounds:`,
    '',
    signInTable(signIns),
    '',
    rawFigures([
      ...queries.flatMap(({ query, rounds }) => rounds.map((round) => ({ query, ...round }))),
      ...signIns,
    ]),
  ].join('\n');
}

function signInTable(rounds: readonly SignInRound[]): string {
  const ratio = rounds.map(({ alone, beside }) => beside.p99 / alone.p99);
  const rows = (['alone', 'beside'] as const).map((which) => [
    which === 'alone' ? 'alone' : 'beside sign-ins',
    spread(rounds.map((round) => round[which].p50)),
    spread(rounds.map((round) => round[which].p99)),
    which === 'alone' ? null : spread(ratio),
    which === 'alone' ? null : numberText(summaryOf(rounds.map((round) => round.signInsPerSecond)).median),
  ]);
  return table(['others', 'p50 ms', 'p99 ms', 'p99 to alone', 'sign-ins/s'], rows);
}
