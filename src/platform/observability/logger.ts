import type { LoggerService } from '@nestjs/common';
import { GraphQLError } from 'graphql';
import { pino, type Logger } from 'pino';
import { errorForLog } from './error-for-log.js';

export const LOGGER = Symbol('LOGGER');

/** JSON lines on standard error: what is printed for people keeps standard output to itself. */
export function createLogger(level: string): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: (error: unknown) => errorForLog(error) },
      // nobody logs these; if ever somebody does
      redact: ['*.password', '*.token', '*.apiKey', '*.authorization', '*.config'],
    },
    pino.destination({ dest: 2, sync: true }),
  );
}

/** Nest's own messages: its start-up chatter is of interest to nobody at the usual level. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...rest: unknown[]): void {
    this.logger.debug({ of: rest.at(-1) }, String(message));
  }
  error(message: unknown, ...rest: unknown[]): void {
    // an answer, not a failure; those that are failures the GraphQL layer logs with their request id
    if (message instanceof GraphQLError) return;
    this.logger.error(
      { of: rest.at(-1), ...(message instanceof Error && { err: message }) },
      String(message),
    );
  }
  warn(message: unknown, ...rest: unknown[]): void {
    this.logger.warn({ of: rest.at(-1) }, String(message));
  }
  debug(message: unknown, ...rest: unknown[]): void {
    this.logger.trace({ of: rest.at(-1) }, String(message));
  }
  verbose(message: unknown, ...rest: unknown[]): void {
    this.logger.trace({ of: rest.at(-1) }, String(message));
  }
}
