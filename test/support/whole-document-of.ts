import {
  getNamedType,
  isLeafType,
  isNonNullType,
  isObjectType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import { argumentsText } from './document-of.js';

/** A query of one root field with everything below it that needs no arguments, so many levels deep. */
export function wholeDocumentOf(schema: GraphQLSchema, name: string, depth: number): string {
  const field = schema.getQueryType()?.getFields()[name];
  if (!field) throw new Error(`No query ${name}`);
  return `query { ${name}${argumentsText(field)} ${selection(field, depth)} }`;
}

function selection({ type }: GraphQLField<unknown, unknown>, depth: number): string {
  const named = getNamedType(type);
  return isObjectType(named) ? `{ __typename ${fieldsOf(named, depth).join(' ')} }` : '';
}

function fieldsOf(type: GraphQLObjectType, depth: number): string[] {
  return Object.values(type.getFields())
    .filter(({ args }) => !args.some((arg) => isNonNullType(arg.type) && arg.defaultValue === undefined))
    .filter((field) => depth > 1 || isLeafType(getNamedType(field.type)))
    .map((field) => `${field.name} ${selection(field, depth - 1)}`);
}
