import pg from 'pg';
import { AdoptionError } from './adoption-error.js';

/** Work that has to wait for another session longer than this is given up, and says for whom it has waited. */
const PATIENCE = '60s';
/** Memory of a sort or a hash, and of the making of an index: what is larger goes to disk. */
const WORK_MEMORY = '128MB';
const INDEX_MEMORY = '256MB';
const MOST_ATTEMPTS = 10;

/** The one connection by which a database is adopted. */
export class Link {
  private constructor(private readonly client: pg.Client) {}

  /** @throws AdoptionError that names host and user, and never the password */
  static async open(url: string): Promise<Link> {
    let client: pg.Client;
    try {
      client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
      // what breaks is told to whoever waits for an answer
      client.on('error', () => undefined);
      await client.connect();
    } catch (error) {
      throw new AdoptionError(`--database-url: ${addressOf(url)}: ${reasonOf(error)}`);
    }
    const link = new Link(client);
    await link.run(`
      SET application_name = 'stock-tracker-adopt'; SET search_path = public; SET client_min_messages = warning;
      SET TimeZone = 'UTC'; SET jit = off; SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0;
      SELECT set_config('lock_timeout', '${PATIENCE}', false) WHERE current_setting('lock_timeout') = '0'; SET work_mem = '${WORK_MEMORY}'; SET maintenance_work_mem = '${INDEX_MEMORY}'`);
    // where the system can tell: what a killed program has begun ends with it, and not when it is done
    await link.run(`SET client_connection_check_interval = '1s'`).catch(() => undefined);
    // where it may: of two that wait for one another this one notices first, and takes its step back
    await link.run(`SET deadlock_timeout = '100ms'`).catch(() => undefined);
    return link;
  }

  async rows<Row extends object>(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
    return (await this.client.query<Row>(sql, [...values])).rows;
  }

  /** The first row of a statement that always has one. */
  async one<Row extends object>(sql: string, values: readonly unknown[] = []): Promise<Row> {
    const [row] = await this.rows<Row>(sql, values);
    if (!row) throw new Error('Expected a row');
    return row;
  }

  /** @returns how many rows it wrote */
  async run(sql: string, values: readonly unknown[] = []): Promise<number> {
    // without values several statements may stand in one text
    const result = await (values.length === 0 ? this.client.query(sql) : this.client.query(sql, [...values]));
    return result.rowCount ?? 0;
  }

  /** All of the work or nothing; again from its start where it and somebody else have waited for one another. */
  async transaction<Result>(work: () => Promise<Result>, begin = 'BEGIN'): Promise<Result> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.attempt(work, begin);
      } catch (error) {
        if (attempt >= MOST_ATTEMPTS || !isDeadlock(error)) throw error;
      }
    }
  }

  private async attempt<Result>(work: () => Promise<Result>, begin: string): Promise<Result> {
    await this.client.query(begin);
    try {
      const result = await work();
      await this.client.query('COMMIT');
      return result;
    } catch (error) {
      await this.client.query('ROLLBACK').catch(() => undefined);
      throw error;
    }
  }

  /** Breaks off whatever is under way: the server rolls it back. */
  end(): Promise<void> {
    return this.client.end().catch(() => undefined);
  }
}

const DEADLOCK = '40P01';

function isDeadlock(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === DEADLOCK;
}

function addressOf(url: string): string {
  try {
    const { hostname, port, username } = new URL(url);
    return `the database at ${hostname || 'localhost'}:${port || 5432}${username && ` as ${decodeURIComponent(username)}`}`;
  } catch {
    return 'expected postgres://USER:PASSWORD@HOST:PORT/DATABASE';
  }
}

export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join(', ');
  const message = error instanceof Error ? error.message : String(error);
  return message.trim().split('\n')[0] ?? '';
}
