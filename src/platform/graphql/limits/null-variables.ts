import { isNonNullType, Kind, separateOperations, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import { badUserInput } from '../bad-user-input.js';
import type { AskedOperation } from './operation-limits.js';

/**
 * A document is valid where a variable that may be null stands in a place that may not, if either has a default; that null
 * was then given is for execution to find (GraphQL, October 2021, 5.8.5 and 6.4.1), which names the argument and no code.
 *
 * @throws GraphQLError BAD_USER_INPUT naming such a variable
 */
export function assertNoNullInPlaceOfValue({ schema, document, operation, variables }: AskedOperation): void {
  const nulls = new Set(
    (operation.variableDefinitions ?? [])
      .filter(({ type }) => type.kind !== Kind.NON_NULL_TYPE)
      .map(({ variable }) => variable.name.value)
      .filter((name) => variables[name] === null),
  );
  if (nulls.size === 0) return;
  const types = new TypeInfo(schema);
  const used = separateOperations(document)[operation.name?.value ?? ''] ?? document;
  visit(
    used,
    visitWithTypeInfo(types, {
      Variable({ name: { value: name } }) {
        if (nulls.has(name) && isNonNullType(types.getInputType()))
          throw badUserInput(name, 'expected a value, not null; left out, its default counts');
      },
    }),
  );
}
