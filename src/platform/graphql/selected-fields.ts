import {
  getNamedType,
  isObjectType,
  isInterfaceType,
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';

export type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

export function fragmentsOf(document: DocumentNode): Fragments {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  return fragments;
}

export interface SelectedField {
  readonly node: FieldNode;
  /** Type that the field is asked of; undefined where the document names a type that is not there. */
  readonly parent: GraphQLNamedType | undefined;
}

/**
 * The fields of one selection set with those of its fragments, each fragment once as in execution: spreading it a
 * thousand times at one place is no more work than once.
 */
export function selectedFields(
  schema: GraphQLSchema,
  parent: GraphQLNamedType | undefined,
  selections: SelectionSetNode,
  fragments: Fragments,
): SelectedField[] {
  const fields: SelectedField[] = [];
  const visited = new Set<string>();
  const collect = (set: SelectionSetNode, type: GraphQLNamedType | undefined): void => {
    for (const selection of set.selections) {
      switch (selection.kind) {
        case Kind.FIELD:
          fields.push({ node: selection, parent: type });
          break;
        case Kind.INLINE_FRAGMENT: {
          const condition = selection.typeCondition?.name.value;
          collect(selection.selectionSet, condition === undefined ? type : schema.getType(condition));
          break;
        }
        case Kind.FRAGMENT_SPREAD: {
          const fragment = fragments.get(selection.name.value);
          if (!fragment || visited.has(selection.name.value)) break;
          visited.add(selection.name.value);
          collect(fragment.selectionSet, schema.getType(fragment.typeCondition.name.value));
          break;
        }
      }
    }
  };
  collect(selections, parent);
  return fields;
}

/** What the schema says of a field; undefined for `__typename` and the like, and for what is not there. */
export function definitionOf({ node, parent }: SelectedField): GraphQLField<unknown, unknown> | undefined {
  return isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[node.name.value] : undefined;
}

export function typeOf(field: GraphQLField<unknown, unknown> | undefined): GraphQLNamedType | undefined {
  return field && getNamedType(field.type);
}
