import { Injectable } from '@nestjs/common';
import type { CallerContext } from '../../platform/context/index.js';
import { Database } from '../../platform/database/index.js';
import type { JsonValue } from '../../platform/graphql/index.js';
import { perProduct } from '../products/index.js';
import type { ExplainedFacts } from './domain/explained-facts.js';
import { INPUTS } from './domain/explained-inputs.js';
import { FORMULAS, type ProductFigure } from './domain/formulas.js';
import { EXPLAINED_FACTS } from './explained-facts.sql.js';
import type { MetricExplanation } from './types/metric-explanation.type.js';
import type { ProductMetrics } from './types/product-metrics.type.js';

/** Tells what figures were made of: those of a whole list by one statement, since they are of one day as a rule. */
@Injectable()
export class ProductExplanations {
  private readonly facts = perProduct<string, ExplainedFacts | null>(
    (ctx, ids, today) => this.read(ctx, ids, today),
    null,
  );

  constructor(private readonly database: Database) {}

  async of(ctx: CallerContext, metrics: ProductMetrics): Promise<MetricExplanation[]> {
    const facts = await this.factsOf(ctx, metrics);
    return (Object.keys(FORMULAS) as ProductFigure[]).map((figure) => explained(figure, metrics, facts));
  }

  async ofOne(
    ctx: CallerContext,
    metrics: ProductMetrics,
    figure: ProductFigure,
  ): Promise<MetricExplanation> {
    return explained(figure, metrics, await this.factsOf(ctx, metrics));
  }

  private async factsOf(ctx: CallerContext, { productId, today }: ProductMetrics): Promise<ExplainedFacts> {
    const facts = await this.facts(ctx, productId, today);
    if (!facts) throw new Error('Figures without what they were made of');
    return facts;
  }

  private async read(
    ctx: CallerContext,
    ids: readonly string[],
    today: string,
  ): Promise<Map<string, ExplainedFacts>> {
    const owner = ctx.scope === 'own' ? ctx.userId : null;
    const rows = await this.database.rows(ctx, EXPLAINED_FACTS, [ctx.tenantId, ids, today, owner]);
    return new Map(rows.map((row) => [row.productId, row]));
  }
}

function explained(figure: ProductFigure, metrics: ProductMetrics, facts: ExplainedFacts): MetricExplanation {
  const value = metrics[figure];
  return {
    metric: figure,
    formula: FORMULAS[figure],
    inputs: INPUTS[figure](facts) as JsonValue,
    value: value === null ? null : String(typeof value === 'object' ? value.amount : value),
    asOf: metrics.asOf,
  };
}
