import pg from 'pg';
import type { TestDatabase } from '../database.js';
import { legacyUrl } from './version-one.js';

/** A program of version 1 at work: its statements, under its role, with its types of parameters. */
export class OldProgram {
  private constructor(private readonly client: pg.Client) {}

  static async start(database: TestDatabase): Promise<OldProgram> {
    const client = new pg.Client(legacyUrl(database));
    await client.connect();
    return new OldProgram(client);
  }

  async run<Row extends object>(sql: string, values: unknown[] = []): Promise<Row[]> {
    return (await this.client.query<Row>(sql, values)).rows;
  }

  end(): Promise<void> {
    return this.client.end();
  }
}
