import type { PoolClient } from 'pg';
import type { EntityManager, QueryRunner } from 'typeorm';
import { readRows } from './prepared-read.js';
import { statement, type Statement } from './statement.js';

/** One open read-write transaction: prepared SQL and TypeORM on the same connection. */
export class Transaction {
  private afterCommit: (() => void)[] = [];

  constructor(
    private readonly runner: QueryRunner,
    private readonly client: PoolClient,
  ) {}

  get manager(): EntityManager {
    return this.runner.manager;
  }

  async rows<Row>(statement: Statement<Row>, values: readonly unknown[]): Promise<Row[]> {
    return readRows(this.client, statement, values);
  }

  /**
   * For the job queue, which brings its own SQL: a text for each queue, long enough that to parse and plan it takes three
   * times as long as to run it.
   */
  async executeSql(text: string, values: unknown[] = []): Promise<{ rows: unknown[] }> {
    return this.client.query<object>({ ...statement(text), values });
  }

  /** Runs after a commit, never after a rollback. Only for what may be lost. */
  onCommit(action: () => void): void {
    this.afterCommit.push(action);
  }

  committed(): void {
    for (const action of this.afterCommit) action();
  }
}
