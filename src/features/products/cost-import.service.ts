import { Injectable } from '@nestjs/common';
import type { CallerContext } from '../../platform/context/index.js';
import { Database } from '../../platform/database/index.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { DomainErrors } from '../../platform/errors/domain-errors.js';
import { ErrorCode } from '../../platform/errors/error-code.js';
import { AuditTrail } from '../../platform/events/index.js';
import { CostImportRepository } from './cost-import.repository.js';
import { costChangeOf, findingRefusal, repeatRefusals, type CostRow } from './domain/cost-rows.js';
import { ProductCostRepository, type ProductCostChange } from './product-costs.repository.js';
import { ProductRepository } from './product.repository.js';

const MOST_ROWS = 10_000;
const MOST_ERRORS = 100;

export interface CostImport {
  readonly updated: number;
  readonly unchanged: number;
}

/** Costs of many products at once: all rows are written or none. */
@Injectable()
export class CostImportService {
  constructor(
    private readonly database: Database,
    private readonly findings: CostImportRepository,
    private readonly products: ProductRepository,
    private readonly costs: ProductCostRepository,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * A fixed number of statements, however many rows.
   *
   * @param rows at most 10,000
   * @throws DomainErrors with what is wrong with which row; DomainError INVALID for too many
   */
  async import(ctx: CallerContext, rows: readonly CostRow[], dryRun: boolean): Promise<CostImport> {
    if (rows.length > MOST_ROWS) {
      throw new DomainError(ErrorCode.INVALID, `Expected at most ${MOST_ROWS} rows. Import them in parts.`, [
        'rows',
      ]);
    }
    const changes = checked(rows, (row, at) => costChangeOf(row, at));
    return this.database.write(ctx, async () => {
      const asked = await this.find(ctx, rows);
      const all = asked.map((productId, at) => ({ productId, ...changes[at] }));
      const updated = dryRun ? await this.costs.countChanging(ctx, all) : await this.apply(ctx, all);
      return { updated, unchanged: rows.length - updated };
    });
  }

  private async find(ctx: CallerContext, rows: readonly CostRow[]): Promise<string[]> {
    const findings = await this.findings.find(ctx, rows);
    const ids = checked(findings, ({ id, found }, at) => {
      const refused = findingRefusal(rows[at] ?? {}, at, found);
      if (refused) throw refused;
      return id ?? '';
    });
    const repeated = repeatRefusals(ids, rows);
    if (repeated.length > 0) throw new DomainErrors(repeated.slice(0, MOST_ERRORS));
    return ids;
  }

  private async apply(ctx: CallerContext, changes: readonly ProductCostChange[]): Promise<number> {
    const ids = changes.map(({ productId }) => productId);
    await this.products.lock(ctx, ids);
    const changed = await this.costs.change(ctx, changes);
    if (changed.length === 0) return 0;
    await this.products.touch(ctx, changed);
    await this.audit.record(ctx, {
      actorId: ctx.userId,
      subjectId: ctx.userId,
      tenantId: ctx.tenantId,
      action: 'product.costs_imported',
      entityType: 'product',
      changes: { products: [null, changed.length] },
    });
    return changed.length;
  }
}

/** What is made of every row, or what is wrong with the first hundred that are wrong. */
function checked<Row, Made>(rows: readonly Row[], make: (row: Row, at: number) => Made): Made[] {
  const errors: DomainError[] = [];
  const made: Made[] = [];
  rows.forEach((row, at) => {
    try {
      made.push(make(row, at));
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      errors.push(error);
    }
  });
  if (errors.length > 0) throw new DomainErrors(errors.slice(0, MOST_ERRORS));
  return made;
}
