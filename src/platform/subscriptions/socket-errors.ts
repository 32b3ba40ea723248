import { Inject, Injectable } from '@nestjs/common';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import { formatError } from '../graphql/error-format.js';
import { LOGGER } from '../observability/index.js';

/** What a socket is told of errors: the same as over HTTP. */
@Injectable()
export class SocketErrors {
  constructor(@Inject(LOGGER) private readonly log: Logger) {}

  format(errors: readonly GraphQLError[], requestId: string): GraphQLFormattedError[] {
    return errors.map((error) => {
      const formatted = formatError(error.toJSON(), error);
      if (formatted.extensions?.['code'] === 'INTERNAL') {
        this.log.error(
          { requestId, err: error.originalError ?? error, path: error.path },
          'subscription failed',
        );
      }
      return {
        ...formatted,
        extensions: { ...formatted.extensions, requestId },
      };
    });
  }

  /** The codes that a socket is told, each once. */
  codesOf(errors: readonly GraphQLError[]): readonly string[] {
    return [
      ...new Set(errors.map((error) => String(formatError(error.toJSON(), error).extensions?.['code']))),
    ];
  }

  /** What is wrong with a connection rather than with an operation. */
  note(error: unknown): void {
    this.log.error({ err: error }, 'socket failed');
  }
}

/** For what nobody expected, so that it is masked and logged where errors are formatted. */
export function unexpected(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error;
  const originalError = error instanceof Error ? error : new Error(String(error));
  return new GraphQLError(originalError.message, { originalError });
}
