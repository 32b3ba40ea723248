import { GraphQLError } from 'graphql';

/** Of `extensions.fields`: what is wrong with one value. */
export interface BrokenField {
  /** Names and places, with points between. */
  readonly path: string;
  readonly message: string;
}

/** For rules that concern arguments rather than the fields of an input. */
export function badUserInput(path: string, expected: string): GraphQLError {
  return new GraphQLError(`${path}: ${expected}`, {
    extensions: { code: 'BAD_USER_INPUT', fields: [{ path, message: expected }] },
  });
}
