import {
  getNullableType,
  isListType,
  Kind,
  OperationTypeNode,
  type DocumentNode,
  type FieldNode,
  type GraphQLField,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';
import { LARGEST_PAGE, pageSize, plus, times, type CostPlan, type PageSize } from './cost.js';
import {
  definitionOf,
  fragmentsOf,
  selectedFields,
  typeOf,
  type Fragments,
  type SelectedField,
} from '../selected-fields.js';

const OBJECT = 1;
const MUTATION = 10;
/** Counting a whole list is more work than reading a page of it. */
const TOTAL_COUNT = 10;
/** The description of the whole schema, which is about a page of objects. */
const INTROSPECTION = 100;
/** Objects expected in a list that says nothing of its length. */
const LIST_SIZE = 10;
/** They come with the row that they belong to. */
const VALUE_TYPES: ReadonlySet<string> = new Set(['Money', 'PageInfo', 'UserError']);

/** Extension by which a field says how many objects its list is expected to hold. */
export const LIST_SIZE_EXTENSION = 'listSize';

/** Works out what an operation costs, but for the variables. docs/limits.md tells the same in words. */
export function costPlanOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): CostPlan {
  const root = schema.getRootType(operation.operation) ?? undefined;
  const fragments = fragmentsOf(document);
  const compiler = new Compiler(schema, fragments, operation);
  const fields = selectedFields(schema, root, operation.selectionSet, fragments);
  const plan = compiler.ofFields(fields);
  if (operation.operation !== OperationTypeNode.MUTATION) return plan;
  return { ...plan, constant: plus(plan.constant, times(fields.length, MUTATION - OBJECT)) };
}

class Compiler {
  /** One plan a selection set, shared by all that lead to it. */
  private readonly plans = new Map<SelectionSetNode, CostPlan>();

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly fragments: Fragments,
    private readonly operation: OperationDefinitionNode,
  ) {}

  ofFields(fields: readonly SelectedField[]): CostPlan {
    return sumOf(fields.map((field) => this.ofField(field)));
  }

  private ofField(field: SelectedField): CostPlan {
    const name = field.node.name.value;
    if (name === '__schema' || name === '__type') return constant(INTROSPECTION);
    const definition = definitionOf(field);
    const { selectionSet } = field.node;
    if (!definition || !selectionSet) return constant(name === 'totalCount' ? TOTAL_COUNT : 0);
    if (isConnection(definition)) return this.ofConnection(field.node, definition, selectionSet);
    const object = sumOf([constant(ownCostOf(field, definition)), this.ofSet(selectionSet, definition)]);
    return isListType(getNullableType(definition.type)) ? pageOf(listSizeOf(definition), object) : object;
  }

  private ofConnection(
    node: FieldNode,
    definition: GraphQLField<unknown, unknown>,
    selectionSet: SelectionSetNode,
  ): CostPlan {
    const size = this.sizeOf(node, definition);
    const fields = selectedFields(this.schema, typeOf(definition), selectionSet, this.fragments);
    const isItems = ({ node: { name } }: SelectedField): boolean =>
      name.value === 'nodes' || name.value === 'edges';
    const items = fields.filter(isItems).map((field) => {
      const inner = definitionOf(field);
      return field.node.selectionSet && inner
        ? sumOf([constant(OBJECT), this.ofSet(field.node.selectionSet, inner)])
        : constant(OBJECT);
    });
    // the page is read even if nothing is asked of its objects
    const item = items.length === 0 ? constant(OBJECT) : sumOf(items);
    const rest = this.ofFields(fields.filter((field) => !isItems(field)));
    return sumOf([constant(OBJECT), pageOf(size, item), rest]);
  }

  private ofSet(set: SelectionSetNode, definition: GraphQLField<unknown, unknown>): CostPlan {
    const found = this.plans.get(set);
    if (found) return found;
    // fragments that contain themselves have been refused before; here they must only come to an end
    this.plans.set(set, constant(Infinity));
    const plan = this.ofFields(selectedFields(this.schema, typeOf(definition), set, this.fragments));
    this.plans.set(set, plan);
    return plan;
  }

  /** `first` as it will be in execution: given, by variable, by the variable's default, by the argument's. */
  private sizeOf(node: FieldNode, definition: GraphQLField<unknown, unknown>): PageSize {
    const declared = definition.args.find(({ name }) => name === 'first')?.defaultValue;
    const fallback = typeof declared === 'number' ? declared : LARGEST_PAGE;
    const given = node.arguments?.find(({ name }) => name.value === 'first')?.value;
    if (given?.kind !== Kind.VARIABLE) return pageSize(literal(given) ?? fallback);
    const variable = given.name.value;
    const definitions = this.operation.variableDefinitions ?? [];
    const own = definitions.find((it) => it.variable.name.value === variable)?.defaultValue;
    return { variable, fallback: literal(own) ?? fallback };
  }
}

function isConnection(definition: GraphQLField<unknown, unknown>): boolean {
  return (
    typeOf(definition)?.name.endsWith('Connection') === true &&
    definition.args.some(({ name }) => name === 'first')
  );
}

/** Of an object by itself. An edge costs what its node does. */
function ownCostOf({ node, parent }: SelectedField, definition: GraphQLField<unknown, unknown>): number {
  const isNode = node.name.value === 'node' && parent?.name.endsWith('Edge') === true;
  return isNode || VALUE_TYPES.has(typeOf(definition)?.name ?? '') ? 0 : OBJECT;
}

function listSizeOf({ extensions }: GraphQLField<unknown, unknown>): number {
  const size = extensions[LIST_SIZE_EXTENSION];
  return typeof size === 'number' ? size : LIST_SIZE;
}

function literal(value: ValueNode | undefined): number | null {
  return value?.kind === Kind.INT ? Number(value.value) : null;
}

function constant(cost: number): CostPlan {
  return { constant: cost, parts: [], pages: [] };
}

function isConstant({ parts, pages }: CostPlan): boolean {
  return parts.length === 0 && pages.length === 0;
}

/** Plans are taken in as they are: what fans out through fragments is shared, not copied. */
function sumOf(plans: readonly CostPlan[]): CostPlan {
  const fixed = plans.filter(isConstant);
  const parts = plans.filter((plan) => !isConstant(plan));
  const [only] = parts;
  if (only && plans.length === 1) return only;
  return { constant: fixed.reduce((sum, plan) => plus(sum, plan.constant), 0), parts, pages: [] };
}

function pageOf(size: PageSize, item: CostPlan): CostPlan {
  if (typeof size === 'number' && isConstant(item)) return constant(times(size, item.constant));
  return { constant: 0, parts: [], pages: [{ size, item }] };
}
