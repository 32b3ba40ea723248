import { ValidationPipe, type ValidationError } from '@nestjs/common';
import { GraphQLError } from 'graphql';
import type { BrokenField } from './bad-user-input.js';

/** Checks inputs by their class-validator rules; what breaks one is told with path and expectation. */
export function inputValidation(): ValidationPipe {
  return new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidUnknownValues: false,
    exceptionFactory: (errors) => invalidInput(errors.flatMap((error) => broken(error, 'input'))),
  });
}

function invalidInput(fields: BrokenField[]): GraphQLError {
  return new GraphQLError(fields.map(({ path, message }) => `${path}: ${message}`).join('; '), {
    extensions: { code: 'BAD_USER_INPUT', fields },
  });
}

function broken(error: ValidationError, parent: string): BrokenField[] {
  const path = `${parent}.${error.property}`;
  const own = Object.values(error.constraints ?? {}).map((message) => ({ path, message }));
  return [...own, ...(error.children ?? []).flatMap((child) => broken(child, path))];
}
