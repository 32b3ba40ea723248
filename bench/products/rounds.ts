import type { BenchDatabase } from '../processes/bench-database.js';
import type { Child } from '../processes/child.js';
import type { WireRequest } from '../processes/connection.js';
import type { LoadCommands } from '../processes/load.process.js';

export const CONNECTIONS = 20;

export interface Server {
  readonly name: string;
  readonly child: Child<{ cpuSeconds: () => Promise<number> }>;
  readonly request: WireRequest;
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

interface MeasuredRound {
  readonly server: Server;
  readonly load: Child<LoadCommands>;
  readonly database: BenchDatabase;
  readonly askedPerSecond: number;
  readonly seconds: number;
}

export async function measuredRound(measured: MeasuredRound): Promise<Omit<Round, 'round'>> {
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
