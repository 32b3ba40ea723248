import {
  isEnumType,
  isInputObjectType,
  isObjectType,
  type GraphQLArgument,
  type GraphQLEnumType,
  type GraphQLInputField,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';

export interface Lack {
  /** Names like Type, Type.field, Type.field(arg), Enum.VALUE. */
  readonly missing: string[];
  /** The same, with both wordings. */
  readonly different: string[];
}

type Field = GraphQLField<unknown, unknown> | GraphQLInputField;

/** What a schema lacks of another, and what it words otherwise. */
export function lackOf(schema: GraphQLSchema, contract: GraphQLSchema): Lack {
  const lack: Lack = { missing: [], different: [] };
  for (const wanted of Object.values(contract.getTypeMap())) {
    if (wanted.name.startsWith('__')) continue;
    const given = schema.getType(wanted.name);
    if (!given) lack.missing.push(wanted.name);
    else if (given.constructor !== wanted.constructor) lack.different.push(wanted.name);
    else compare(wanted, given, lack);
  }
  lack.missing.sort();
  lack.different.sort();
  return lack;
}

function compare(wanted: GraphQLNamedType, given: GraphQLNamedType, lack: Lack): void {
  if (isEnumType(wanted)) {
    const known = (given as GraphQLEnumType).getValues().map(({ name }) => name);
    const values = wanted.getValues().filter(({ name }) => !known.includes(name));
    lack.missing.push(...values.map(({ name }) => `${wanted.name}.${name}`));
  }
  for (const field of fieldsOf(wanted)) {
    const same = fieldsOf(given).find(({ name }) => name === field.name);
    compareOne(`${wanted.name}.${field.name}`, field, same, lack);
    for (const arg of same ? argumentsOf(field) : []) {
      const sameArg = argumentsOf(same).find(({ name }) => name === arg.name);
      compareOne(`${wanted.name}.${field.name}(${arg.name})`, arg, sameArg, lack);
    }
  }
}

function compareOne(
  name: string,
  wanted: { type: unknown },
  given: { type: unknown } | undefined,
  lack: Lack,
): void {
  if (!given) lack.missing.push(name);
  else if (String(given.type) !== String(wanted.type)) {
    lack.different.push(`${name}: ${String(given.type)}, not ${String(wanted.type)}`);
  }
}

export function fieldsOf(type: GraphQLNamedType): readonly Field[] {
  return isObjectType(type) || isInputObjectType(type) ? Object.values<Field>(type.getFields()) : [];
}

export function argumentsOf(field: Field | undefined): readonly GraphQLArgument[] {
  return field && 'args' in field ? field.args : [];
}
