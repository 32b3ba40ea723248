import {
  Kind,
  visit,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { fragmentsOf, selectedFields, type Fragments, type SelectedField } from '../selected-fields.js';

/** How large an operation is, fragments counted as often as they are used. */
export interface DocumentShape {
  /** Fields inside one another; Infinity for fragments that contain themselves. */
  readonly depth: number;
  /** The same inside `__schema` and `__type`, which are left out of `depth`. */
  readonly introspectionDepth: number;
  /** Aliased fields, and fields asked for again under the same name. */
  readonly aliases: number;
  readonly rootFields: number;
  /** Directives anywhere in the document. */
  readonly directives: number;
  /** Root fields that take a password or a token, of which one is tried in a request. */
  readonly credentials: number;
  readonly introspects: boolean;
}

/** Each of them proves somebody by a secret, or asks for one to be sent: in numbers they are for guessing. */
const CREDENTIAL_FIELDS: ReadonlySet<string> = new Set([
  'acceptInvitation',
  'changePassword',
  'linkTelegram',
  'login',
  'loginWithTelegram',
  'refreshSession',
  'register',
  'requestPasswordReset',
  'resetPassword',
  'verifyEmail',
]);
const INTROSPECTION_FIELDS: ReadonlySet<string> = new Set(['__schema', '__type']);

export function shapeOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): DocumentShape {
  const fragments = fragmentsOf(document);
  const root = schema.getRootType(operation.operation) ?? undefined;
  const fields = selectedFields(schema, root, operation.selectionSet, fragments);
  const [introspecting, asking] = partition(fields, ({ node }) => INTROSPECTION_FIELDS.has(node.name.value));
  const measure = measurer(schema, fragments);
  return {
    depth: measure(asking).depth,
    introspectionDepth: measure(introspecting).depth,
    aliases: measure(fields).aliases,
    rootFields: fields.length,
    directives: directivesOf(document),
    credentials: fields.filter(({ node }) => CREDENTIAL_FIELDS.has(node.name.value)).length,
    introspects: introspecting.length > 0,
  };
}

interface Measure {
  readonly depth: number;
  readonly aliases: number;
}

/** Each selection set is measured once, however many fragments lead to it: what fans out is counted, not walked. */
function measurer(
  schema: GraphQLSchema,
  fragments: Fragments,
): (fields: readonly SelectedField[]) => Measure {
  const known = new Map<SelectionSetNode, Measure>();
  const ofSet = (set: SelectionSetNode): Measure => {
    const found = known.get(set);
    if (found) return found;
    // whoever comes back here while it is being measured is inside itself
    known.set(set, { depth: Infinity, aliases: Infinity });
    const measured = ofFields(selectedFields(schema, undefined, set, fragments));
    known.set(set, measured);
    return measured;
  };
  const ofFields = (fields: readonly SelectedField[]): Measure => {
    let depth = 0;
    let aliases = 0;
    const names = new Set<string>();
    for (const { node } of fields) {
      const name = (node.alias ?? node.name).value;
      if (node.alias || names.has(name)) aliases += 1;
      names.add(name);
      const inner = node.selectionSet ? ofSet(node.selectionSet) : { depth: 0, aliases: 0 };
      depth = Math.max(depth, inner.depth + 1);
      aliases += inner.aliases;
    }
    return { depth, aliases };
  };
  return ofFields;
}

function directivesOf(document: DocumentNode): number {
  let count = 0;
  visit(document, { [Kind.DIRECTIVE]: () => void (count += 1) });
  return count;
}

function partition<Item>(items: readonly Item[], belongs: (item: Item) => boolean): [Item[], Item[]] {
  const inside: Item[] = [];
  const outside: Item[] = [];
  for (const item of items) (belongs(item) ? inside : outside).push(item);
  return [inside, outside];
}
