import { Inject, Injectable } from '@nestjs/common';
import { GraphQLError } from 'graphql';
import { SETTINGS, type Settings } from '../../../config/settings.js';
import { Permission } from '../../access/index.js';
import type { RequestContext } from '../../context/index.js';
import { RequestBudget, type Throttle } from '../../rate-limits/index.js';
import { assertNoNullInPlaceOfValue } from './null-variables.js';
import { OperationLimits, type AskedOperation } from './operation-limits.js';
import { TrustedDocuments } from './trusted-documents.js';

/** What an operation costs, as `extensions.cost` tells it. */
export interface CostReport {
  readonly requested: number;
  readonly limit: number;
  /** Null where rate limits are off. */
  readonly throttle: Throttle | null;
}

/** What every validated operation passes before anything of it is executed, over whichever protocol it comes. */
@Injectable()
export class OperationGate {
  private readonly production: boolean;

  constructor(
    @Inject(SETTINGS) settings: Settings,
    private readonly limits: OperationLimits,
    private readonly budget: RequestBudget,
    private readonly trusted: TrustedDocuments,
  ) {
    this.production = settings.production;
  }

  /** @throws GraphQLError FORBIDDEN, TOO_COMPLEX, RATE_LIMITED or BAD_USER_INPUT */
  async admit(ctx: RequestContext, asked: AskedOperation): Promise<CostReport> {
    this.assertOffered(ctx, asked);
    const requested = this.limits.check(asked);
    const throttle = await this.budget.spend(ctx, requested);
    assertNoNullInPlaceOfValue(asked);
    return { requested, limit: this.limits.cost, throttle };
  }

  private assertOffered(ctx: RequestContext, asked: AskedOperation): void {
    if (ctx.kind === 'caller' && ctx.permissions.has(Permission.PLATFORM_ADMIN)) return;
    if (this.production && this.limits.introspects(asked)) {
      throw forbidden('The schema is described to platform administrators alone. It is in schema.graphql.');
    }
    if (!this.trusted.has(asked.document)) {
      throw forbidden("Only the documents of the product's own clients are answered here.");
    }
  }
}

function forbidden(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'FORBIDDEN' } });
}
