import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
} from 'graphql';

/** Values of the right form for arguments that must be given. */
const EXAMPLES: Readonly<Record<string, string>> = {
  String: '"0123456789"',
  ID: '"01a20556-0000-7000-8000-000000000000"',
  Int: '1',
  Boolean: 'true',
  Date: '"2026-01-01"',
  DateTime: '"2026-01-01T00:00:00Z"',
  Decimal: '"1.00"',
  BigInt: '"1"',
};

/** A document that asks for one root field, with just the arguments that it needs and one field of the answer. */
export function documentOf(schema: GraphQLSchema, name: string): string {
  const query = schema.getQueryType()?.getFields()[name];
  const mutation = schema.getMutationType()?.getFields()[name];
  const field = query ?? mutation;
  if (!field) throw new Error(`No root field ${name}`);
  return `${query ? 'query' : 'mutation'} { ${name}${argumentsText(field)} ${selection(field)} }`;
}

export function argumentsText({ args }: GraphQLField<unknown, unknown>): string {
  const needed = args.filter(({ type, defaultValue }) => isNonNullType(type) && defaultValue === undefined);
  return needed.length === 0
    ? ''
    : `(${needed.map((arg) => `${arg.name}: ${valueOf(arg.type, arg.name)}`).join(', ')})`;
}

function valueOf(type: GraphQLInputType, name: string): string {
  if (isNonNullType(type)) return valueOf(type.ofType, name);
  if (isListType(type)) return `[${valueOf(type.ofType, name)}]`;
  if (isEnumType(type)) return type.getValues()[0]?.name ?? '';
  if (name === 'email') return '"anna@example.com"';
  if (!isInputObjectType(type)) return name === 'until' ? '"2026-02-01"' : (EXAMPLES[type.name] ?? '""');
  const needed = Object.values(type.getFields()).filter(
    (field) => isNonNullType(field.type) && field.defaultValue === undefined,
  );
  return `{${needed.map((field) => `${field.name}: ${valueOf(field.type, field.name)}`).join(', ')}}`;
}

function selection({ type }: GraphQLField<unknown, unknown>): string {
  const named = getNamedType(type);
  if (!isObjectType(named)) return '';
  const fields = Object.values(named.getFields());
  const leaf = fields.find((field) => isLeafType(getNamedType(field.type)) && field.args.length === 0);
  if (leaf) return `{ ${leaf.name} }`;
  const inner = fields[0];
  return inner ? `{ ${inner.name} ${selection(inner)} }` : '';
}
