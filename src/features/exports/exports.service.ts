import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS, type Settings } from '../../config/settings.js';
import type { CallerContext } from '../../platform/context/index.js';
import { Database } from '../../platform/database/index.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { ErrorCode } from '../../platform/errors/error-code.js';
import { AuditTrail } from '../../platform/events/index.js';
import { EXPORT_QUEUE, JobQueue } from '../../platform/jobs/index.js';
import { saysNothing, type ProductCriteria } from '../products/index.js';
import type { ExportFormat } from './domain/export-format.js';
import type { ExportKind } from './domain/export-kind.js';
import { checkedKind } from './domain/export-request.js';
import { ExportRepository, type ExportJobData, type NewExport } from './exports.repository.js';
import type { Days } from './kinds/exported-rows.js';
import { checkProductFilter } from './product-filter-check.js';
import { SoughtProducts } from './sought-products.queries.js';

export interface StartExport {
  readonly kind: ExportKind;
  readonly format: ExportFormat;
  readonly productFilter?: ProductCriteria | null;
  readonly range?: Days | null;
}

@Injectable()
export class ExportService {
  constructor(
    private readonly database: Database,
    private readonly exports: ExportRepository,
    private readonly sought: SoughtProducts,
    private readonly audit: AuditTrail,
    private readonly jobs: JobQueue,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * Notes the export and asks a worker for it.
   * @returns id of the export
   * @throws DomainError INVALID, FORBIDDEN, NOT_FOUND, CONFLICT
   */
  async start(ctx: CallerContext, asked: StartExport): Promise<string> {
    const { productFilter } = asked;
    if (productFilter) checkProductFilter(ctx, productFilter);
    const products = productFilter && !saysNothing(productFilter) ? productFilter : null;
    const kind = checkedKind({ ...asked, productFilter: products }, ctx.permissions);
    const wanted = { products, days: asked.range ?? null };
    return this.database.write(ctx, async () => {
      if (products) await this.sought.check(ctx, products);
      await this.exports.lock(ctx);
      await this.checkRoom(ctx);
      return this.open(ctx, { kind, format: asked.format, wanted });
    });
  }

  private async checkRoom(ctx: CallerContext): Promise<void> {
    const { running, bytesPerUser } = this.settings.exports;
    const { unfinished, bytes } = await this.exports.load(ctx);
    if (unfinished >= running) {
      throw new DomainError(
        ErrorCode.CONFLICT,
        `${unfinished} of your exports are not done yet, and ${running} may be under way at once. Wait for one of them.`,
      );
    }
    if (bytes >= bytesPerUser) {
      throw new DomainError(
        ErrorCode.CONFLICT,
        `Your files take ${bytes} bytes of ${bytesPerUser}. They are kept for a day: wait until some are gone.`,
      );
    }
  }

  /** Export, audit row and job in the open transaction. */
  private async open(ctx: CallerContext, made: NewExport): Promise<string> {
    const { tenantId, userId } = ctx;
    const exportId = await this.exports.add(ctx, made);
    const { kind, format, wanted } = made;
    await this.audit.record(ctx, {
      actorId: userId,
      subjectId: userId,
      tenantId,
      action: 'export.started',
      entityType: 'export',
      entityId: exportId,
      changes: {
        kind: [null, kind],
        format: [null, format],
        ...(wanted.products && { productFilter: [null, wanted.products] }),
        ...(wanted.days && { range: [null, wanted.days] }),
      },
    });
    const job: ExportJobData = { tenantId, userId, exportId };
    await this.jobs.enqueue(ctx, EXPORT_QUEUE, job, { key: exportId });
    return exportId;
  }
}
