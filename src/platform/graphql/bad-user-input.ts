import { GraphQLError } from 'graphql';

/** For rules that concern arguments rather than the fields of an input. */
export function badUserInput(path: string, expected: string): GraphQLError {
  return new GraphQLError(`${path}: ${expected}`, {
    extensions: { code: 'BAD_USER_INPUT', fields: [{ path, message: expected }] },
  });
}
