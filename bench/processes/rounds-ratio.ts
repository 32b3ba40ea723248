import { quantile } from '../measure/statistics.js';
import type { Round } from './rounds.js';

type Throughput = Pick<Round, 'round' | 'server' | 'perSecond'>;

/** Of throughput, round by round: both halves of a ratio then had the same machine. */
export function ratiosOf(rounds: readonly Throughput[], server: string, peer: string): number[] {
  const of = (name: string): Map<number, number> =>
    new Map(rounds.flatMap((each) => (each.server === name ? [[each.round, each.perSecond] as const] : [])));
  const beside = of(peer);
  return [...of(server)].flatMap(([round, perSecond]) => {
    const other = beside.get(round);
    return other === undefined ? [] : [perSecond / other];
  });
}

/** NaN where one of the two was not measured. */
export function medianRatio(rounds: readonly Throughput[], server: string, peer: string): number {
  return quantile(ratiosOf(rounds, server, peer), 0.5);
}
