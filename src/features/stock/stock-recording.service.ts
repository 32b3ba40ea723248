import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS, type Settings } from '../../config/settings.js';
import type { CallerContext } from '../../platform/context/index.js';
import { Database, Partitions } from '../../platform/database/index.js';
import { ErrorCode } from '../../platform/errors/error-code.js';
import { AuditTrail } from '../../platform/events/index.js';
import { stretchesOf } from './domain/batch.js';
import { historyKeptFrom } from './domain/history-kept.js';
import {
  daysOf,
  MOST_PIECES,
  observationsOf,
  type GivenObservation,
  type Observation,
} from './domain/observations.js';
import { RowErrors } from './domain/row-errors.js';
import { StockAnnouncer } from './stock-announcer.js';
import { StockRecordingRepository, type Recorded } from './stock-recording.repository.js';
import { WritableProducts } from './writable-products.queries.js';

export interface RecordStock {
  readonly observations: readonly GivenObservation[];
}

type Owners = ReadonlyMap<string, string>;

@Injectable()
export class StockRecordingService {
  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly database: Database,
    private readonly partitions: Partitions,
    private readonly products: WritableProducts,
    private readonly ledger: StockRecordingRepository,
    private readonly announcer: StockAnnouncer,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws DomainErrors naming every row that is not right; then nothing is written */
  async record(ctx: CallerContext, input: RecordStock): Promise<{ written: number; unchanged: number }> {
    const now = ctx.now();
    const keptFrom = historyKeptFrom(now, this.settings.historyMonths);
    const errors = new RowErrors('observations');
    const observations = observationsOf(input.observations, { now, keptFrom }, errors);
    if (errors.none) {
      for (const { first, last } of stretchesOf(daysOf(observations)))
        await this.partitions.ensure(ctx, 'stock_history', first, last);
    }
    return this.database.write(ctx, async () => {
      const rows = new RowErrors('observations', errors);
      const owners = await this.products.ownersOf(ctx, observations, rows);
      rows.throwIfAny();
      const recorded = await this.ledger.record(ctx, observations, owners);
      checkRecorded(recorded, observations, rows);
      rows.throwIfAny();
      if (recorded.written > 0) await this.tell(ctx, recorded, owners);
      return { written: recorded.written, unchanged: input.observations.length - recorded.written };
    });
  }

  private async tell(ctx: CallerContext, recorded: Recorded, owners: Owners): Promise<void> {
    const { written, moved, transaction } = recorded;
    const changed = Map.groupBy(moved, (id) => owners.get(id) ?? '');
    for (const [ownerId, productIds] of changed)
      await this.announcer.moved(ctx, ownerId, { transaction, productIds });
    const subjects = new Set(owners.values());
    await this.audit.record(ctx, {
      actorId: ctx.userId,
      subjectId: subjects.size === 1 ? ([...subjects][0] ?? null) : null,
      tenantId: ctx.tenantId,
      action: 'stock.recorded',
      entityType: 'stock',
      changes: { records: [0, written] },
    });
  }
}

function checkRecorded(
  { clashes, overflows }: Recorded,
  observations: readonly Observation[],
  errors: RowErrors,
): void {
  for (const index of clashes) {
    errors.add(
      index,
      'quantity',
      'Another quantity is on record for this very instant. Records are not replaced: give a later time, or send it again without one.',
      ErrorCode.CONFLICT,
    );
  }
  const tooMany = new Set(overflows);
  for (const { index, productId } of observations) {
    if (tooMany.has(productId))
      errors.add(
        index,
        'quantity',
        `Expected at most ${MOST_PIECES} units of a product over all warehouses.`,
      );
  }
}
