import { Injectable } from '@nestjs/common';
import { addDays, businessDay, type CallerContext } from '../../platform/context/index.js';
import { Database, Partitions } from '../../platform/database/index.js';
import { AuditTrail } from '../../platform/events/index.js';
import { RowErrors, stretchesOf, WritableProducts } from '../stock/index.js';
import { distinctSales, recordedSales, type GivenSale } from './domain/recorded-sales.js';
import { SalesRecordingRepository, type WrittenSales } from './sales-recording.repository.js';

export interface RecordSales {
  readonly sales: readonly GivenSale[];
}

@Injectable()
export class SalesRecordingService {
  constructor(
    private readonly database: Database,
    private readonly partitions: Partitions,
    private readonly products: WritableProducts,
    private readonly sales: SalesRecordingRepository,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws DomainErrors naming every row that is not right; then nothing is written */
  async record(ctx: CallerContext, input: RecordSales): Promise<WrittenSales> {
    const errors = new RowErrors('sales');
    const rows = recordedSales(input.sales, addDays(businessDay(ctx.now()), 1), errors);
    if (errors.none) {
      for (const { first, last } of stretchesOf(rows.map(({ saleDate }) => saleDate)))
        await this.partitions.ensure(ctx, 'sales', first, last);
    }
    return this.database.write(ctx, async () => {
      const all = new RowErrors('sales', errors);
      const owners = await this.products.ownersOf(ctx, rows, all);
      const sales = distinctSales(rows, owners, all);
      all.throwIfAny();
      const written = await this.sales.record(ctx, sales, owners);
      if (written.inserted + written.updated > 0) await this.log(ctx, written, owners);
      return written;
    });
  }

  private async log(
    ctx: CallerContext,
    { inserted, updated }: WrittenSales,
    owners: ReadonlyMap<string, string>,
  ): Promise<void> {
    const subjects = new Set(owners.values());
    await this.audit.record(ctx, {
      actorId: ctx.userId,
      subjectId: subjects.size === 1 ? ([...subjects][0] ?? null) : null,
      tenantId: ctx.tenantId,
      action: 'sales.recorded',
      entityType: 'sales',
      changes: { inserted: [0, inserted], updated: [0, updated] },
    });
  }
}
