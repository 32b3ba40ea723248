import { Inject, Injectable } from '@nestjs/common';
import { GraphQLError, type DocumentNode, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import { SETTINGS, type Limits, type Settings } from '../../../config/settings.js';
import { costOf, type CostPlan } from './cost.js';
import { costPlanOf } from './cost-plan.js';
import { shapeOf, type DocumentShape } from './document-shape.js';

/** A validated operation that is about to be executed. */
export interface AskedOperation {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Readonly<Record<string, unknown>>;
}

interface Analysis {
  readonly shape: DocumentShape;
  readonly plan: CostPlan;
}

/** The query that editors describe the schema by goes 13 to 15 deep. */
const INTROSPECTION_DEPTH = 20;
const DIRECTIVES = 30;

/** How large and how dear one operation may be, judged before anything of it is executed. */
@Injectable()
export class OperationLimits {
  /** What does not depend on variables is worked out once a document: Apollo keeps documents by their text. */
  private readonly analyses = new WeakMap<OperationDefinitionNode, Analysis>();
  private readonly limits: Limits;

  constructor(@Inject(SETTINGS) settings: Settings) {
    this.limits = settings.limits;
  }

  get cost(): number {
    return this.limits.cost;
  }

  introspects(asked: AskedOperation): boolean {
    return this.analysis(asked).shape.introspects;
  }

  /**
   * @returns what the operation costs, at least 1
   * @throws GraphQLError TOO_COMPLEX, naming the limit
   */
  check(asked: AskedOperation): number {
    const { shape, plan } = this.analysis(asked);
    this.checkShape(shape);
    const cost = Math.max(1, costOf(plan, asked.variables));
    within('cost', cost, this.limits.cost);
    return cost;
  }

  private checkShape(shape: DocumentShape): void {
    within('depth', shape.depth, this.limits.depth);
    within('introspection depth', shape.introspectionDepth, INTROSPECTION_DEPTH);
    within('aliases and repeated fields', shape.aliases, this.limits.aliases);
    within('root fields', shape.rootFields, this.limits.rootFields);
    within('directives', shape.directives, DIRECTIVES);
    within('fields that take a password, a token or an address to send one to', shape.credentials, 1);
  }

  private analysis({ schema, document, operation }: AskedOperation): Analysis {
    let analysis = this.analyses.get(operation);
    if (!analysis) {
      const shape = shapeOf(schema, document, operation);
      analysis = { shape, plan: costPlanOf(schema, document, operation) };
      this.analyses.set(operation, analysis);
    }
    return analysis;
  }
}

function within(what: string, asked: number, limit: number): void {
  if (asked <= limit) return;
  throw new GraphQLError(`Too complex: ${what} ${asked}, limit ${limit}. Ask for less at once.`, {
    extensions: { code: 'TOO_COMPLEX' },
  });
}
