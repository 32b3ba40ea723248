import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';
import type { ValueNode } from 'graphql';

/** What one strict scalar needs beyond its name. `Internal` is what resolvers and services work with. */
export interface StrictScalarDefinition<Internal, External> {
  name: string;
  description: string;
  /** Completes "<name> must be …". */
  expectation: string;
  /** The one reading of an input, from a variable and from the text of a query alike; undefined means no. */
  parse: (value: unknown) => Internal | undefined;
  /** Undefined means that the server holds something it must not hand out: a bug, so it fails loudly. */
  serialize: (value: unknown) => External | undefined;
}

/**
 * A scalar whose variables and literals pass through the same parser, so that no spelling of a query is read more
 * loosely than another. Literals are read from strings, and from integers by their digits (exact at any size).
 */
export function strictScalar<Internal, External>(
  definition: StrictScalarDefinition<Internal, External>,
): GraphQLScalarType<Internal, External> {
  const { name, description, expectation } = definition;

  const parse = (value: unknown, node?: ValueNode): Internal => {
    const parsed = definition.parse(value);
    if (parsed === undefined) throw badInput(`${name} must be ${expectation}`, node);
    return parsed;
  };

  return new GraphQLScalarType<Internal, External>({
    name,
    description,
    parseValue: (value) => parse(value),
    parseLiteral: (node) => {
      if (node.kind === Kind.STRING || node.kind === Kind.INT) return parse(node.value, node);
      throw badInput(`${name} must be ${expectation}`, node);
    },
    serialize: (value) => {
      const serialized = definition.serialize(value);
      if (serialized === undefined) {
        throw new GraphQLError(`${name} can not represent a value of type ${typeof value}`);
      }
      return serialized;
    },
  });
}

/** The value itself is left out of the message: it may be long, or a secret put into the wrong field. */
export function badInput(message: string, node?: ValueNode): GraphQLError {
  return new GraphQLError(message, { nodes: node, extensions: { code: 'BAD_USER_INPUT' } });
}
