import { isObjectType, type GraphQLSchema } from 'graphql';
import { leavesOf, type ArgumentPath } from '../../support/whole-document.js';

export interface Place {
  /** Such as Query.product, or Product.sales for a field of an object that takes a cursor. */
  readonly name: string;
  readonly ids: readonly ArgumentPath[];
}

const ROOTS = ['Query', 'Mutation', 'Subscription'];

/** Every root field, and every other field in whose arguments an id or a cursor can be written. */
export function placesOf(schema: GraphQLSchema): Place[] {
  const types = Object.values(schema.getTypeMap()).filter(isObjectType);
  return types
    .filter(({ name }) => !name.startsWith('__'))
    .flatMap((type) =>
      Object.values(type.getFields()).map((field) => ({
        name: `${type.name}.${field.name}`,
        ids: leavesOf(field).filter(isId),
        isRoot: ROOTS.includes(type.name),
      })),
    )
    .filter(({ isRoot, ids }) => isRoot || ids.length > 0)
    .map(({ name, ids }) => ({ name, ids }));
}

function isId({ path, type }: ArgumentPath): boolean {
  return type === 'ID' || ['after', 'before'].includes(path);
}
