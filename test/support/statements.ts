import { jest } from '@jest/globals';
import { getDataSourceToken } from '@nestjs/typeorm';
import type { Span } from '@opentelemetry/api';
import type { Pool, PoolClient } from 'pg';
import type { DataSource } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { Database } from '../../src/platform/database/index.js';
import { traceStatements } from '../../src/platform/observability/tracing/traced-client.js';
import type { TestApp } from './app.js';

/** What the application's own role has sent to the database. */
export interface Sent {
  readonly statements: number;
  /** How often a statement left while no answer was outstanding: each of these waits for the way there and back. */
  readonly goes: number;
}

/** Of work that takes one connection out of the pool. */
export async function sentWhile(test: TestApp, work: () => Promise<unknown>): Promise<Sent> {
  let statements = 0;
  let goes = 0;
  let outstanding = 0;
  const span = { end: () => outstanding--, setAttribute: () => span, setStatus: () => span };
  const sent = (): Span => {
    statements++;
    if (outstanding++ === 0) goes++;
    return span as unknown as Span;
  };
  const listenTo = (client: PoolClient): void => traceStatements(client, sent);
  const stopListening = (_: unknown, client: PoolClient): void =>
    void Reflect.deleteProperty(client, 'query');
  const { driver } = test.app.get<DataSource>(getDataSourceToken(), { strict: false });
  const pool = (driver as PostgresDriver).master as Pool;
  pool.on('acquire', listenTo).on('release', stopListening);
  try {
    await work();
  } finally {
    pool.off('acquire', listenTo).off('release', stopListening);
  }
  return { statements, goes };
}

/** Reads of the answer itself: who asks is looked up once a second at most, by the system's role. */
export async function readsWhile<Answer>(
  test: TestApp,
  work: () => Promise<Answer>,
): Promise<{ readonly count: number; readonly answer: Answer }> {
  const rows = jest.spyOn(test.app.get(Database, { strict: false }), 'rows');
  try {
    const answer = await work();
    return { count: rows.mock.calls.filter(([ctx]) => ctx.kind === 'caller').length, answer };
  } finally {
    rows.mockRestore();
  }
}
