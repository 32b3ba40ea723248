import { getDataSourceToken } from '@nestjs/typeorm';
import type { Pool, PoolClient } from 'pg';
import type { DataSource } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import type { TestApp } from './app.js';

/** What the application's own role has sent to the database. */
export interface Sent {
  readonly statements: number;
  /** How often a statement left while no answer was outstanding: each of these waits for the way there and back. */
  readonly goes: number;
}

interface Query {
  callback?: (...answer: unknown[]) => unknown;
}

/** Of work that takes one connection out of the pool. */
export async function sentWhile(test: TestApp, work: () => Promise<unknown>): Promise<Sent> {
  let statements = 0;
  let goes = 0;
  let outstanding = 0;
  const answered = (): void => {
    outstanding--;
  };
  const listenTo = (client: PoolClient): void => {
    const query = client.query.bind(client) as (...given: unknown[]) => unknown;
    Object.assign(client, {
      query: (asked: string | Query, ...values: unknown[]) => {
        statements++;
        if (outstanding++ === 0) goes++;
        if (typeof asked === 'string' || !asked.callback) {
          const answer = query(asked, ...values) as Promise<unknown>;
          answer.then(answered, answered);
          return answer;
        }
        const { callback } = asked;
        asked.callback = (...answer) => {
          answered();
          return callback.apply(asked, answer);
        };
        return query(asked, ...values);
      },
    });
  };
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
