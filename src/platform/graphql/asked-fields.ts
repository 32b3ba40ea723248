import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { GqlExecutionContext } from '@nestjs/graphql';
import { getNamedType, type FieldNode, type GraphQLResolveInfo, type SelectionSetNode } from 'graphql';
import { definitionOf, selectedFields, typeOf, type Fragments } from './selected-fields.js';

/** Names of fields of one type; a column that is read for none of them need not be read. */
export type AskedFields = ReadonlySet<string>;

/**
 * The fields of an object type that a document asks for anywhere below the field that is resolved. Those under `@skip`
 * and `@include` count as asked.
 *
 * @example products(@AskedOf('Product') fields: AskedFields)
 */
export const AskedOf = createParamDecorator((type: string, execution: ExecutionContext): AskedFields =>
  askedFields(GqlExecutionContext.create(execution).getInfo<GraphQLResolveInfo>(), type),
);

/** Documents are parsed once and executed often. */
const remembered = new WeakMap<FieldNode, Map<string, AskedFields>>();

export function askedFields(info: GraphQLResolveInfo, type: string): AskedFields {
  const [node, ...merged] = info.fieldNodes;
  // what it is merged with depends on where its fragment is spread
  if (!node || merged.length > 0) return collected(info, type);
  let byType = remembered.get(node);
  if (!byType) remembered.set(node, (byType = new Map<string, AskedFields>()));
  let asked = byType.get(type);
  if (!asked) byType.set(type, (asked = collected(info, type)));
  return asked;
}

function collected(
  { schema, fieldNodes, fragments, returnType }: GraphQLResolveInfo,
  type: string,
): AskedFields {
  const spread: Fragments = new Map(Object.entries(fragments));
  const asked = new Set<string>();
  const collect = (parent: ReturnType<typeof typeOf>, selections: SelectionSetNode): void => {
    for (const field of selectedFields(schema, parent, selections, spread)) {
      if (field.parent?.name === type) asked.add(field.node.name.value);
      if (field.node.selectionSet) collect(typeOf(definitionOf(field)), field.node.selectionSet);
    }
  };
  for (const { selectionSet } of fieldNodes)
    if (selectionSet) collect(getNamedType(returnType), selectionSet);
  return asked;
}
