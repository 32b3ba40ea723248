import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS, type Settings } from '../../config/settings.js';
import type { CallerContext } from '../../platform/context/index.js';
import { Database, Partitions, together } from '../../platform/database/index.js';
import { ErrorCode } from '../../platform/errors/error-code.js';
import { AuditTrail } from '../../platform/events/index.js';
import { stretchesOf } from './domain/batch.js';
import { historyKeptFrom } from './domain/history-kept.js';
import { noteMissing } from './domain/missing-products.js';
import {
  daysOf,
  MOST_PIECES,
  observationsOf,
  type GivenObservation,
  type Observation,
} from './domain/observations.js';
import { RowErrors } from './domain/row-errors.js';
import { StockAnnouncer } from './stock-announcer.js';
import { StockRecordingRepository, type Reckoned } from './stock-recording.repository.js';
import { WritableProducts } from './writable-products.queries.js';

export interface RecordStock {
  readonly observations: readonly GivenObservation[];
}

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
      if (!errors.none) await this.products.ownersOf(ctx, observations, rows);
      rows.throwIfAny();
      const reckoned = await this.ledger.reckon(ctx, observations);
      noteMissing(observations, reckoned.owners, rows);
      rows.throwIfAny();
      noteClashes(reckoned.clashes, rows);
      rows.throwIfAny();
      const { count } = reckoned;
      if (count > 0) {
        // what is told goes out behind the records without waiting for them: it is void where these are rolled back
        const [overflows] = await together([this.ledger.record(ctx, reckoned), this.tell(ctx, reckoned)]);
        noteOverflows(overflows, observations, rows);
        rows.throwIfAny();
      } else await this.ledger.confirm(ctx, reckoned);
      return { written: count, unchanged: input.observations.length - count };
    });
  }

  private async tell(ctx: CallerContext, { count, moves, owners, transaction }: Reckoned): Promise<void> {
    const changed = Map.groupBy([...moves.keys()].sort(), (id) => owners.get(id) ?? '');
    const subjects = new Set(owners.values());
    await together([
      ...Array.from(changed, ([ownerId, productIds]) =>
        this.announcer.moved(ctx, ownerId, { transaction, productIds }),
      ),
      this.audit.record(ctx, {
        actorId: ctx.userId,
        subjectId: subjects.size === 1 ? ([...subjects][0] ?? null) : null,
        tenantId: ctx.tenantId,
        action: 'stock.recorded',
        entityType: 'stock',
        changes: { records: [0, count] },
      }),
    ]);
  }
}

function noteClashes(clashes: readonly number[], errors: RowErrors): void {
  for (const index of clashes) {
    errors.add(
      index,
      'quantity',
      'Another quantity is on record for this very instant. Records are not replaced: give a later time, or send it again without one.',
      ErrorCode.CONFLICT,
    );
  }
}

function noteOverflows(
  overflows: readonly string[],
  observations: readonly Observation[],
  errors: RowErrors,
): void {
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
