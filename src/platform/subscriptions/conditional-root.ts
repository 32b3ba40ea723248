import { Kind, type DocumentNode, type GraphQLError, type SelectionSetNode } from 'graphql';
import { badUserInput } from '../graphql/bad-user-input.js';
import { fragmentsOf, type Fragments } from '../graphql/selected-fields.js';

const CONDITIONS = new Set(['skip', 'include']);

/**
 * A subscription without its one root field is about nothing: the GraphQL specification of September 2025 allows
 * no condition on it (Single Root Field).
 * @returns null: it has none
 */
export function conditionalRoot(document: DocumentNode, selections: SelectionSetNode): GraphQLError | null {
  return hasCondition(selections, fragmentsOf(document), new Set())
    ? badUserInput(
        'query',
        '@skip and @include may not stand on what a subscription is about; end it instead',
      )
    : null;
}

function hasCondition({ selections }: SelectionSetNode, fragments: Fragments, seen: Set<string>): boolean {
  return selections.some((selection) => {
    if (selection.directives?.some(({ name }) => CONDITIONS.has(name.value))) return true;
    if (selection.kind === Kind.FIELD) return false;
    if (selection.kind === Kind.INLINE_FRAGMENT) return hasCondition(selection.selectionSet, fragments, seen);
    const { value: name } = selection.name;
    // fragments of a document that is not validated yet may spread each other
    if (seen.has(name)) return false;
    seen.add(name);
    const fragment = fragments.get(name);
    return fragment !== undefined && hasCondition(fragment.selectionSet, fragments, seen);
  });
}
