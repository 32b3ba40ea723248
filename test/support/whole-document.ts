import {
  getNamedType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
} from 'graphql';

type Field = GraphQLField<unknown, unknown>;

/** How far objects inside of objects are followed: a connection, its nodes, and what belongs to those. */
const DEPTH = 4;

/** @param place such as Query.product */
export function fieldAt(schema: GraphQLSchema, place: string): Field {
  const [type = '', name = ''] = place.split('.');
  const parent = schema.getType(type);
  const field = isObjectType(parent) ? parent.getFields()[name] : undefined;
  if (!field) throw new Error(`The schema has no ${place}`);
  return field;
}

/** Asks a root field for everything that it has to say; all of its arguments are variables of the same name. */
export function wholeDocument(schema: GraphQLSchema, place: string): string {
  const field = fieldAt(schema, place);
  const operation = place.split('.')[0]?.toLowerCase() ?? '';
  return `${operation}${declared([field])} { ${call(field)} ${selection(field.type, DEPTH)} }`;
}

/** The same of a field of an object, by way of the root field that gives the object. */
export function nestedDocument(schema: GraphQLSchema, via: string, place: string): string {
  const [root, inner] = [fieldAt(schema, via), fieldAt(schema, place)];
  return `query ${declared([root, inner])} { ${call(root)} { ${call(inner)} ${selection(inner.type, DEPTH)} } }`;
}

function declared(fields: readonly Field[]): string {
  const args = fields.flatMap((field) => field.args);
  return args.length === 0
    ? ''
    : `(${args.map((arg) => `$${arg.name}: ${nullableWithDefault(arg)}`).join(', ')})`;
}

/** A variable that is left out must leave the default in place. */
function nullableWithDefault({ type, defaultValue }: Field['args'][number]): string {
  return defaultValue !== undefined && isNonNullType(type) ? String(type.ofType) : String(type);
}

function call({ name, args }: Field): string {
  return args.length === 0 ? name : `${name}(${args.map((arg) => `${arg.name}: $${arg.name}`).join(', ')})`;
}

function selection(type: GraphQLOutputType, depth: number): string {
  const named = getNamedType(type);
  return isObjectType(named) ? `{ ${selected(named, depth).join(' ')} }` : '';
}

function selected(type: GraphQLObjectType, depth: number): string[] {
  const fields = Object.values(type.getFields()).filter((field) => !(field.name === 'edges'));
  const parts = fields
    .filter(({ args }) => !args.some((arg) => isNonNullType(arg.type) && arg.defaultValue === undefined))
    .flatMap((field) => {
      if (isLeafType(getNamedType(field.type))) return [field.name];
      return depth <= 1 ? [] : [`${field.name} ${selection(field.type, depth - 1)}`];
    });
  return parts.length > 0 ? parts : ['__typename'];
}

/** Values of the right form for what must be given. */
const EXAMPLES: Readonly<Record<string, unknown>> = {
  String: '0123456789',
  ID: '01a20556-0000-7000-8000-000000000000',
  Int: 1,
  Float: 1,
  Boolean: true,
  Date: '2026-11-01',
  DateTime: '2026-11-01T00:00:00Z',
  Decimal: '1.00',
  BigInt: '1',
  JSON: {},
};

/** The least that a field must be given. */
export function neededVariables(field: Field): Record<string, unknown> {
  const needed = field.args.filter(
    ({ type, defaultValue }) => isNonNullType(type) && defaultValue === undefined,
  );
  return Object.fromEntries(needed.map(({ name, type }) => [name, exampleOf(type, name)]));
}

function exampleOf(type: GraphQLInputType, name: string): unknown {
  if (isNonNullType(type)) return exampleOf(type.ofType, name);
  if (isListType(type)) return [exampleOf(type.ofType, name)];
  if (isInputObjectType(type)) {
    const needed = Object.values(type.getFields()).filter(
      (field) => isNonNullType(field.type) && field.defaultValue === undefined,
    );
    return Object.fromEntries(needed.map((field) => [field.name, exampleOf(field.type, field.name)]));
  }
  if ('getValues' in type) return type.getValues()[0]?.name;
  return name === 'until' ? '2026-12-01' : EXAMPLES[type.name];
}

/** A place inside of arguments, such as `filter.productIds`, and whether a list is expected there. */
export interface ArgumentPath {
  readonly path: string;
  readonly type: string;
  readonly inList: boolean;
}

/** Every leaf that a client can write into the arguments of a field. */
export function leavesOf(field: Field): ArgumentPath[] {
  return field.args.flatMap((arg) => leaves(arg.type, arg.name, false, []));
}

function leaves(
  type: GraphQLInputType,
  path: string,
  inList: boolean,
  above: readonly string[],
): ArgumentPath[] {
  if (isNonNullType(type)) return leaves(type.ofType, path, inList, above);
  if (isListType(type)) return leaves(type.ofType, path, true, above);
  if (!isInputObjectType(type)) return [{ path, type: type.name, inList }];
  if (above.includes(type.name)) return [];
  // an object in a list: its place inside of the only entry
  const parent = inList ? `${path}.0` : path;
  return Object.values(type.getFields()).flatMap((field) =>
    leaves(field.type, `${parent}.${field.name}`, false, [...above, type.name]),
  );
}

/** The variables with a value at a path. */
export function withValue(
  variables: object,
  { path, inList }: Omit<ArgumentPath, 'type'>,
  value: unknown,
): object {
  return placed(variables, path.split('.'), inList ? [value] : value) as object;
}

function placed(into: unknown, [first, ...rest]: readonly string[], value: unknown): unknown {
  if (first === undefined) return value;
  if (/^\d+$/.test(first)) {
    const list = Array.isArray(into) ? [...(into as unknown[])] : [];
    list[Number(first)] = placed(list[Number(first)], rest, value);
    return list;
  }
  const object = (into ?? {}) as Record<string, unknown>;
  return { ...object, [first]: placed(object[first], rest, value) };
}
