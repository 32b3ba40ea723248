import { isEnumType, isInputObjectType, isObjectType, type GraphQLInputObjectType, type GraphQLObjectType, type GraphQLSchema } from 'graphql';

/** What a schema lacks of another, and what it words otherwise: names like Type, Type.field, Type.field(arg). */
export function lackOf(schema: GraphQLSchema, contract: GraphQLSchema): { missing: string[]; different: string[] } {
  const missing: string[] = [];
  const different: string[] = [];
  for (const wanted of Object.values(contract.getTypeMap())) {
    if (wanted.name.startsWith('__')) continue;
    const given = schema.getType(wanted.name);
    if (!given) {
      missing.push(wanted.name);
    } else if (isEnumType(wanted) && isEnumType(given)) {
      for (const { name } of wanted.getValues()) if (!given.getValue(name)) missing.push(`${wanted.name}.${name}`);
    } else if (isObjectType(wanted) && isObjectType(given)) {
      compareFields(wanted, given, missing, different);
    } else if (isInputObjectType(wanted) && isInputObjectType(given)) {
      compareFields(wanted, given, missing, different);
    } else if (wanted.constructor !== given.constructor) {
      different.push(wanted.name);
    }
  }
  return { missing: missing.sort(), different: different.sort() };
}

type WithFields = GraphQLObjectType | GraphQLInputObjectType;

function compareFields(wanted: WithFields, given: WithFields, missing: string[], different: string[]): void {
  for (const field of Object.values(wanted.getFields())) {
    const name = `${wanted.name}.${field.name}`;
    const found = given.getFields()[field.name];
    if (!found) {
      missing.push(name);
      continue;
    }
    if (String(found.type) !== String(field.type)) different.push(`${name}: ${String(found.type)}, not ${String(field.type)}`);
    if (!('args' in field) || !('args' in found)) continue;
    for (const arg of field.args) {
      const same = found.args.find((candidate) => candidate.name === arg.name);
      if (!same) missing.push(`${name}(${arg.name})`);
      else if (String(same.type) !== String(arg.type)) {
        different.push(`${name}(${arg.name}): ${String(same.type)}, not ${String(arg.type)}`);
      }
    }
  }
}
