import { appendFileSync } from 'node:fs';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { pino, type Logger } from 'pino';
import { LOGGER } from '../../src/platform/observability/index.js';

/** As `run-log-check.js` finds them when the run ends. */
const { STOCK_TRACKER_TEST_LOG: LOG = '', STOCK_TRACKER_TEST_SECRETS: SECRETS = '' } = process.env;

/** Everything that an application of the run says goes into one log, unless its test looks at what it says. */
export function keepLog(app: NestFastifyApplication): void {
  const logger = app.get<Logger>(LOGGER);
  if (logger.level !== 'silent') return;
  const stream = { write: (line: string) => appendFileSync(LOG, line) };
  Object.assign(logger, { [pino.symbols.streamSym]: stream });
  logger.level = 'trace';
}

/** What may not stand in that log. */
export function plant(...secrets: readonly string[]): void {
  appendFileSync(SECRETS, secrets.map((secret) => `${secret}\n`).join(''));
}
