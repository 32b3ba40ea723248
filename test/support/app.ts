import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApplication } from '../../src/application.js';
import type { Settings } from '../../src/config/settings.js';
import type { Clock } from '../../src/platform/context/index.js';
import { createTestDatabase, type TestDatabase } from './database.js';

export interface TestAppOptions {
  readonly clock?: Clock;
  readonly wildberriesOrigin?: string;
  readonly wildberriesLimits?: boolean;
  readonly production?: boolean;
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
  ) {}

  static async start(options: TestAppOptions = {}): Promise<TestApp> {
    const database = await createTestDatabase();
    const settings: Settings = {
      production: options.production ?? false,
      logLevel: 'silent',
      worker: true,
      databases: database.urls,
      jwtSecret: 'a secret for tests only, of more than 32 bytes',
      encryptionKeys: 'AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=',
      wildberriesOrigin: options.wildberriesOrigin ?? 'http://127.0.0.1:9',
      wildberriesLimits: options.wildberriesLimits ?? false,
    };
    const app = await createApplication(settings, options.clock);
    await app.listen(0, '127.0.0.1');
    return new TestApp(app, database, await app.getUrl());
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
    return {
      email,
      token: tokens.accessToken,
      refreshToken: tokens.refreshToken,
      userId: viewer.user.id,
      tenantId: viewer.tenant.id,
    };
  }
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
