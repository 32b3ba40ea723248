import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApplication } from '../../src/application.js';
import { readEnvironment } from '../../src/config/environment.js';
import type { Settings } from '../../src/config/settings.js';
import { settingsOf } from '../../src/start-process.js';
import type { Clock } from '../../src/platform/context/index.js';
import { createTestDatabase, type TestDatabase } from './database.js';
import { keepLog, plant } from './run-log.js';
import { stopTimetable } from './timetable.js';

export interface TestAppOptions {
  /** Where it is to run; one of its own otherwise. */
  readonly database?: TestDatabase;
  readonly clock?: Clock;
  readonly wildberriesOrigin?: string;
  readonly wildberriesLimits?: boolean;
  readonly production?: boolean;
  readonly worker?: boolean;
  /** The application's role becomes one that row-level security does not bind, to see what holds without it. */
  readonly pastRowLevelSecurity?: boolean;
  /** Settings by the names of the environment, such as RATE_LIMITS; those are off in tests unless said otherwise. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface GraphqlAnswer {
  readonly status: number;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests name the fields that they asked for
  readonly data: any;
  readonly errors?: { message: string; path?: (string | number)[]; extensions: Record<string, unknown> }[];
}

/** The real application over HTTP on a database of its own. */
export class TestApp {
  private constructor(
    readonly app: NestFastifyApplication,
    readonly database: TestDatabase,
    readonly url: string,
    /** What the application was told: for another beside it. */
    readonly settings: Settings,
  ) {}

  static async start(options: TestAppOptions = {}): Promise<TestApp> {
    const database = options.database ?? (await createTestDatabase());
    const settings = testSettings(database, options);
    const app = await createApplication(settings, options.clock);
    keepLog(app);
    plant(settings.jwtSecret, settings.encryptionKeys, PASSWORD);
    await app.listen(0, '127.0.0.1');
    await stopTimetable(app);
    return new TestApp(app, database, await app.getUrl(), settings);
  }

  async stop(): Promise<void> {
    await this.app.close();
    await this.database.drop();
  }

  async graphql(query: string, variables: object = {}, token?: string): Promise<GraphqlAnswer> {
    const response = await fetch(`${this.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify({ query, variables }),
    });
    const body = (await response.json()) as Omit<GraphqlAnswer, 'status'>;
    return { ...body, status: response.status };
  }

  /** @returns an access token */
  async login(email: string): Promise<string> {
    const { data } = await this.graphql(LOGIN, { email });
    return data.login.tokens.accessToken as string;
  }

  /** Registers an owner with a tenant of their own. */
  async register(
    name: string,
  ): Promise<{ token: string; refreshToken: string; userId: string; tenantId: string; email: string }> {
    const email = `${name}@example.com`;
    const { data } = await this.graphql(REGISTER, { email, tenantName: name });
    const { tokens, viewer } = data.register;
    plant(tokens.refreshToken as string);
    return {
      email,
      token: tokens.accessToken,
      refreshToken: tokens.refreshToken,
      userId: viewer.user.id,
      tenantId: viewer.tenant.id,
    };
  }
}

/** What an application on a database of the test's own is told. */
export function testSettings(database: TestDatabase, options: TestAppOptions = {}): Settings {
  const env = readEnvironment(environmentOf(options, database));
  const { urls } = database;
  const app = options.pastRowLevelSecurity === true ? urls.superuser : urls.app;
  const settings = settingsOf(env, { app, system: urls.system, embedded: null });
  return { ...settings, worker: options.worker ?? true };
}

function environmentOf(options: TestAppOptions, { urls }: TestDatabase): Record<string, string> {
  return {
    NODE_ENV: options.production === true ? 'production' : 'test',
    LOG_LEVEL: 'silent',
    DATABASE_URL: urls.app,
    DATABASE_SYSTEM_URL: urls.system,
    JWT_SECRET: 'a secret for tests only, of more than 32 bytes',
    ENCRYPTION_KEYS: 'AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=',
    WB_ORIGIN: options.wildberriesOrigin ?? 'http://127.0.0.1:9',
    WB_LIMITS: options.wildberriesLimits === true ? 'on' : 'off',
    RATE_LIMITS: 'off',
    DATA_DIR: join(tmpdir(), 'stock-tracker-tests', new URL(urls.app).pathname),
    ...options.env,
  };
}

export const PASSWORD = 'correct horse battery';

const REGISTER = `mutation ($email: String!, $tenantName: String!) {
  register(input: {email: $email, password: "${PASSWORD}", tenantName: $tenantName}) {
    tokens { accessToken refreshToken } viewer { user { id } tenant { id } } userErrors { code message field }
  }
}`;

const LOGIN = `mutation ($email: String!) {
  login(input: {email: $email, password: "${PASSWORD}"}) { tokens { accessToken } }
}`;
