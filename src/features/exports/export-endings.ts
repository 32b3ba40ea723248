import { Injectable } from '@nestjs/common';
import type { SellerContext } from '../../platform/context/index.js';
import { Database } from '../../platform/database/index.js';
import { DomainEvents, type ExportEnding } from '../../platform/events/index.js';
import { wordsOf, type ExportFailure } from './domain/export-failure.js';
import { ExportRepository, type FinishedExport, type NewExport } from './exports.repository.js';

/** One that is under way. */
interface Ended extends Pick<NewExport, 'kind' | 'format'> {
  readonly id: string;
}

/** Notes what became of an export, and tells its owner: with the note or not at all, and once. */
@Injectable()
export class ExportEndings {
  constructor(
    private readonly database: Database,
    private readonly exports: ExportRepository,
    private readonly events: DomainEvents,
  ) {}

  async note(ctx: SellerContext, ended: Ended, outcome: FinishedExport | ExportFailure): Promise<void> {
    await this.database.write(ctx, async () => {
      const isOver =
        'code' in outcome
          ? await this.exports.fail(ctx, ended.id, wordsOf(outcome))
          : await this.exports.succeed(ctx, ended.id, outcome);
      if (!isOver) return;
      await this.tell(ctx, ended, 'code' in outcome ? { failure: outcome.code } : { rows: outcome.rows });
    });
  }

  private async tell(
    ctx: SellerContext,
    { id, kind, format }: Ended,
    outcome: ExportEnding['outcome'],
  ): Promise<void> {
    const { tenantId, userId } = ctx;
    await this.events.emit(ctx, 'exportEnded', { tenantId, userId, exportId: id, kind, format, outcome });
  }
}
