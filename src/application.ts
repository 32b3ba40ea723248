import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import type { Settings } from './config/settings.js';
import { type Clock, SystemClock } from './platform/context/index.js';
import { LOGGER, NestLogger } from './platform/observability/index.js';

/** recordStock and recordSales of 1,000 rows must fit. */
const BODY_LIMIT_BYTES = 1_000_000;

/** The API as an application that does not listen yet. */
export async function createApplication(
  settings: Settings,
  clock: Clock = new SystemClock(),
): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.with(settings, clock),
    new FastifyAdapter({
      bodyLimit: BODY_LIMIT_BYTES,
      forceCloseConnections: 'idle',
      // clients that offer HTTP/2 by an upgrade go on by HTTP/1.1 when nobody takes it
      http: { shouldUpgradeCallback: ({ headers }) => headers.upgrade?.toLowerCase() === 'websocket' },
    }),
    { bufferLogs: true, abortOnError: false },
  );
  app.useLogger(new NestLogger(app.get(LOGGER)));
  await app.init();
  return app;
}

/**
 * By way of Fastify: Nest would log a failure to listen, which whoever called is told anyway.
 * @returns the address, such as http://127.0.0.1:4000
 */
export async function listen(app: NestFastifyApplication, port: number, host: string): Promise<string> {
  return app.getHttpAdapter().getInstance().listen({ port, host });
}
