import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import type { Settings } from './config/settings.js';
import { LOGGER, NestLogger } from './platform/observability/index.js';

/** recordStock and recordSales of 1,000 rows must fit. */
const BODY_LIMIT_BYTES = 1_000_000;

/** The API as an application that does not listen yet. */
export async function createApplication(settings: Settings): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.with(settings),
    new FastifyAdapter({ bodyLimit: BODY_LIMIT_BYTES, forceCloseConnections: true }),
    { bufferLogs: true, abortOnError: false },
  );
  app.useLogger(new NestLogger(app.get(LOGGER)));
  await app.init();
  return app;
}
