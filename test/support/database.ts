import { randomBytes } from 'node:crypto';
import pg from 'pg';

interface TestServer {
  readonly template: string;
  readonly superuser: string;
  readonly owner: string;
  readonly app: string;
  readonly system: string;
}

export interface TestDatabase {
  readonly urls: {
    readonly owner: string;
    readonly app: string;
    readonly system: string;
    readonly superuser: string;
  };
  /** Runs SQL past row-level security, to arrange and to look. */
  query<Row extends object>(sql: string, values?: unknown[]): Promise<Row[]>;
  /** So that it can be cloned; what comes next connects again. */
  disconnect(): Promise<void>;
  drop(): Promise<void>;
}

/** A database of the test's own: a clone of the migrated template, on the server that the run has started. */
export async function createTestDatabase(): Promise<TestDatabase> {
  return createDatabase(testServer().template);
}

/** @param template what it is a clone of: nobody may be connected to that */
export async function createDatabase(template: string, owner = 'stocktracker_owner'): Promise<TestDatabase> {
  const server = testServer();
  const name = `test_${randomBytes(8).toString('hex')}`;
  const on = (url: string): string => Object.assign(new URL(url), { pathname: `/${name}` }).toString();
  await asSuperuser(server, (client) =>
    client.query(`CREATE DATABASE ${name} TEMPLATE ${template} OWNER ${owner}`),
  );
  const urls = {
    owner: on(server.owner),
    app: on(server.app),
    system: on(server.system),
    superuser: on(server.superuser),
  };
  const connect = (): pg.Pool => {
    const made = new pg.Pool({ connectionString: urls.superuser, max: 2 });
    made.on('error', () => undefined);
    return made;
  };
  let pool = connect();
  return {
    urls,
    query: async <Row extends object>(sql: string, values: unknown[] = []) =>
      (await pool.query<Row>(sql, values)).rows,
    disconnect: async () => {
      await pool.end();
      pool = connect();
    },
    drop: async () => {
      await pool.end();
      await asSuperuser(server, (client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`));
    },
  };
}

function testServer(): TestServer {
  const description = process.env.STOCK_TRACKER_TEST_SERVER;
  if (description === undefined) throw new Error('No test server: run this through jest.config.js');
  return JSON.parse(description) as TestServer;
}

async function asSuperuser(server: TestServer, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client(server.superuser);
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
