import { isObjectType, type GraphQLSchema } from 'graphql';

/** What @nestjs/graphql names the resolver that hands out a property as it is. */
const HANDS_OUT_PROPERTY = 'rootFieldResolver';

/**
 * Takes away the resolvers that do what no resolver does too. Compiled execution calls every resolver that there is, and
 * reads a property by itself where there is none: on a list of plain fields that is most of its work.
 */
export function withoutPlainResolvers(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields()))
      if (field.resolve?.name === HANDS_OUT_PROPERTY) delete field.resolve;
  }
  return schema;
}
