import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { AdoptionError } from './adoption-error.js';

/** How long it is tried to get the locks that a step begins with; or as long as the URL's lock_timeout says. */
const PATIENCE_MS = 60_000;
/**
 * A single wait is shorter than the second after which others look for a deadlock: of two that wait for one another this
 * one gives way, and nobody waits behind it for long.
 */
const SINGLE_WAIT_MS = 500;
const PAUSE_MS = 100;
/** Memory of a sort or a hash, and of the making of an index: what is larger goes to disk. */
const WORK_MEMORY = '128MB';
export const INDEX_MEMORY = '256MB';

/** The one connection by which a database is adopted. */
export class Link {
  private constructor(
    private readonly client: pg.Client,
    private readonly patienceMs: number,
  ) {}

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
    const { rows } = await client.query<{ given: number }>(
      `SELECT setting::integer AS given FROM pg_settings WHERE name = 'lock_timeout' AND setting <> '0'`,
    );
    const link = new Link(client, rows[0]?.given ?? PATIENCE_MS);
    await link.run(`
      SET application_name = 'stock-tracker-adopt'; SET search_path = public; SET client_min_messages = warning;
      SET TimeZone = 'UTC'; SET jit = off; SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0;
      SET lock_timeout = ${SINGLE_WAIT_MS}; SET work_mem = '${WORK_MEMORY}'; SET maintenance_work_mem = '${INDEX_MEMORY}'`);
    // where the system can tell: what a killed program has begun ends with it, and not when it is done
    await link.run(`SET client_connection_check_interval = '1s'`).catch(() => undefined);
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

  /** All of the work or nothing; again from its start, for a while, where somebody else was in the way. */
  async transaction<Result>(work: () => Promise<Result>, begin = 'BEGIN'): Promise<Result> {
    const until = performance.now() + this.patienceMs;
    for (;;) {
      try {
        return await this.attempt(work, begin);
      } catch (error) {
        if (performance.now() >= until || !isInTheWay(error)) throw error;
        await delay(PAUSE_MS);
      }
    }
  }

  /**
   * The locks that a transaction begins with: all that it will need, in the strongest form, also of what loses a foreign key
   * or is referred to anew. So nothing is waited for later, when somebody might wait for this one in turn.
   * @param tables nobody else reads or writes them until it has ended; what refers to others before those: so does whoever
   *   writes a row
   * @param referred what they will refer to: read, and referred to by others, but not written meanwhile
   */
  async lock(tables: readonly string[], referred: readonly string[] = []): Promise<void> {
    const locks = [
      ...referred.map((table) => `LOCK TABLE public.${table} IN SHARE ROW EXCLUSIVE MODE`),
      ...tables.map((table) => `LOCK TABLE public.${table} IN ACCESS EXCLUSIVE MODE`),
    ];
    await this.run(`${locks.join('; ')}; SET LOCAL lock_timeout = ${this.patienceMs}`);
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

/** Deadlock; lock not available in time. */
const IN_THE_WAY: readonly unknown[] = ['40P01', '55P03'];

function isInTheWay(error: unknown): boolean {
  return error instanceof Error && 'code' in error && IN_THE_WAY.includes(error.code);
}

function addressOf(url: string): string {
  try {
    const { hostname, port, username } = new URL(url);
    return `the database at ${hostname || 'localhost'}:${port || 5432}${username && ` as ${decodeURIComponent(username)}`}`;
  } catch {
    return 'expected postgres://USER:PASSWORD@HOST:PORT/DATABASE';
  }
}

/** Which row a rule of the database was broken by. Other details may be whole rows, with the secrets in them. */
function keyOf(error: unknown): string {
  const told = error instanceof pg.DatabaseError ? error.detail : undefined;
  return told?.startsWith('Key (') === true ? `: ${told}` : '';
}

export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join(', ');
  const message = error instanceof Error ? error.message : String(error);
  return `${message.trim().split('\n')[0] ?? ''}${keyOf(error)}`;
}
