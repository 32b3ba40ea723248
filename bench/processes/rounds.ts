import type { BenchDatabase } from './bench-database.js';
import type { Child } from './child.js';
import type { WireRequest } from './connection.js';
import type { LoadCommands } from './load.process.js';

export const CONNECTIONS = 20;

export interface Server {
  readonly name: string;
  readonly child: Child<{ cpuSeconds: () => Promise<number> }>;
  readonly request: WireRequest;
  /** Behind it, where it is not the one behind the others. */
  readonly database?: BenchDatabase;
}

export interface Round {
  readonly round: number;
  readonly server: string;
  readonly perSecond: number;
  /** Milliseconds of processor time by request: of the server, and of PostgreSQL behind it. */
  readonly cpuMs: number;
  readonly databaseCpuMs: number | null;
  /** Milliseconds at the steady rate. */
  readonly p50: number;
  readonly p99: number;
  readonly unanswered: number;
}

export interface Rounds {
  readonly rounds: readonly Round[];
  /** Of the open loop, the same for all servers. */
  readonly askedPerSecond: number;
}

interface Measured {
  readonly servers: readonly Server[];
  readonly load: Child<LoadCommands>;
  readonly database: BenchDatabase;
  readonly quick: boolean;
}

/** Code compiled and compiled again, statements prepared on every connection, pages in memory. */
const WARM_SECONDS = 8;

/** The servers in turns, each round beginning with another, so that what the machine does besides meets all of them. */
export async function measuredRounds({ servers, load, database, quick }: Measured): Promise<Rounds> {
  const seconds = quick ? 1 : 4;
  const warmSeconds = quick ? 1 : WARM_SECONDS;
  const warm: number[] = [];
  for (const { request } of servers) {
    const { perSecond } = await load.ask('closed', {
      request,
      connections: CONNECTIONS,
      seconds: warmSeconds,
    });
    warm.push(perSecond);
  }
  // a rate that every server can keep up with, or all that is seen is a queue
  const askedPerSecond = Math.floor(Math.min(...warm) / 2);
  const rounds: Round[] = [];
  for (let round = 0; round < (quick ? 2 : 5); round++) {
    const inTurn = [...servers.slice(round % servers.length), ...servers.slice(0, round % servers.length)];
    for (const server of inTurn) {
      const behind = server.database ?? database;
      const measured = await measuredRound({ server, load, database: behind, askedPerSecond, seconds });
      rounds.push({ ...measured, round });
    }
  }
  return { rounds, askedPerSecond };
}

interface MeasuredRound {
  readonly server: Server;
  readonly load: Child<LoadCommands>;
  readonly database: BenchDatabase;
  readonly askedPerSecond: number;
  readonly seconds: number;
}

async function measuredRound(measured: MeasuredRound): Promise<Omit<Round, 'round'>> {
  const { server, load, database, askedPerSecond, seconds } = measured;
  const { child, request } = server;
  const databaseBefore = await database.cpuSeconds();
  const before = await child.ask('cpuSeconds');
  const { requests, perSecond } = await load.ask('closed', { request, connections: CONNECTIONS, seconds });
  const after = await child.ask('cpuSeconds');
  const databaseAfter = await database.cpuSeconds();
  const { sent, answered, p50, p99 } = await load.ask('open', {
    request,
    perSecond: askedPerSecond,
    seconds,
  });
  const perRequest = (spent: number): number => (spent * 1000) / requests;
  return {
    server: server.name,
    perSecond,
    cpuMs: perRequest(after - before),
    databaseCpuMs:
      databaseBefore === null || databaseAfter === null ? null : perRequest(databaseAfter - databaseBefore),
    p50,
    p99,
    unanswered: sent - answered,
  };
}
