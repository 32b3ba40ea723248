import { setTimeout as delay } from 'node:timers/promises';
import { quantile } from '../measure/statistics.js';
import { serve } from './child.js';
import { Connection, type WireRequest } from './connection.js';

const MOST_CONNECTIONS = 200;
/** After the last request of an open loop, for answers still to come. */
const PATIENCE_MS = 5_000;

/** The load generator, in a process of its own: it shares no event loop with what it measures. */
const commands = {
  /** Every connection asks again as soon as it is answered: how much a server can do. */
  closed: async ({ request, connections, seconds }: ClosedLoop): Promise<ClosedLoopResult> => {
    const all = await open(request, connections);
    const startedAt = performance.now();
    const until = startedAt + seconds * 1000;
    const answered = await Promise.all(
      all.map(async (connection) => {
        let count = 0;
        for (; performance.now() < until; count++) await connection.ask();
        return count;
      }),
    );
    const took = (performance.now() - startedAt) / 1000;
    for (const connection of all) connection.close();
    const requests = answered.reduce((sum, count) => sum + count, 0);
    return { requests, perSecond: requests / took };
  },

  /** Asks at a steady rate, whether answers come or not: how long somebody waits. Waiting counts from when it was due. */
  open: async ({ request, perSecond, seconds }: OpenLoop): Promise<OpenLoopResult> => {
    const free = await open(request, 20);
    const all = [...free];
    const waitedMs: number[] = [];
    const unanswered: Promise<void>[] = [];
    const one = async (dueAt: number): Promise<void> => {
      let connection = free.pop();
      while (!connection && all.length >= MOST_CONNECTIONS) {
        await delay(1);
        connection = free.pop();
      }
      if (!connection) all.push((connection = await Connection.open(request)));
      await connection.ask();
      waitedMs.push(performance.now() - dueAt);
      free.push(connection);
    };
    const startedAt = performance.now();
    const count = Math.floor(perSecond * seconds);
    for (let sent = 0; sent < count;) {
      for (; sent < count && startedAt + (sent * 1000) / perSecond <= performance.now(); sent++) {
        unanswered.push(one(startedAt + (sent * 1000) / perSecond));
      }
      await delay(1);
    }
    await Promise.race([Promise.all(unanswered), delay(PATIENCE_MS, undefined, { ref: false })]);
    for (const connection of all) connection.close();
    return {
      sent: count,
      answered: waitedMs.length,
      p50: quantile(waitedMs, 0.5),
      p99: quantile(waitedMs, 0.99),
    };
  },
};

export type LoadCommands = typeof commands;

interface ClosedLoop {
  readonly request: WireRequest;
  readonly connections: number;
  readonly seconds: number;
}

interface ClosedLoopResult {
  readonly requests: number;
  readonly perSecond: number;
}

interface OpenLoop {
  readonly request: WireRequest;
  readonly perSecond: number;
  readonly seconds: number;
}

export interface OpenLoopResult {
  readonly sent: number;
  readonly answered: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
}

function open(request: WireRequest, connections: number): Promise<Connection[]> {
  return Promise.all(Array.from({ length: connections }, () => Connection.open(request)));
}

serve(commands);
