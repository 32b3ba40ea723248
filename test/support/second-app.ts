import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApplication } from '../../src/application.js';
import type { Settings } from '../../src/config/settings.js';
import type { Clock } from '../../src/platform/context/index.js';
import type { GraphqlAnswer, TestApp } from './app.js';

/** Another application on the database of one that runs, as behind a load balancer. */
export class SecondApp {
  private constructor(
    readonly app: NestFastifyApplication,
    readonly url: string,
  ) {}

  /** @param change what it is told differently */
  static async start(test: TestApp, clock?: Clock, change: Partial<Settings> = {}): Promise<SecondApp> {
    const app = await createApplication({ ...test.settings, ...change }, clock);
    await app.listen(0, '127.0.0.1');
    return new SecondApp(app, await app.getUrl());
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

  async stop(): Promise<void> {
    await this.app.close();
  }
}
