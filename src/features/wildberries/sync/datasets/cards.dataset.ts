import { Injectable } from '@nestjs/common';
import { Database } from '../../../../platform/database/index.js';
import { ProductImportRepository, type ImportedCard } from '../../../products/index.js';
import { cardPages, type WbCard, type WbCardCursor } from '../../client/index.js';
import { CursorRepository, type StoredCursor } from '../cursors.repository.js';
import type { Dataset, DatasetJob, DatasetResult } from '../dataset.js';
import { StageRepository } from '../stage.repository.js';

const FULL_PASS_EVERY_MS = 24 * 3_600_000;

interface CardsCursor {
  readonly position: WbCardCursor | null;
  /** ISO 8601: set while a pass from the beginning is under way, null between changes. */
  readonly fullPassSince: string | null;
}

/**
 * Cards by the marketplace's cursor: what changed since, and once a day all of them, since a card in the bin is only
 * told by its absence.
 */
@Injectable()
export class CardsDataset implements Dataset {
  readonly name = 'cards';

  constructor(
    private readonly database: Database,
    private readonly cursors: CursorRepository,
    private readonly stage: StageRepository,
    private readonly products: ProductImportRepository,
  ) {}

  async fetch(job: DatasetJob): Promise<DatasetResult> {
    const { ctx } = job;
    const start = await this.begin(job);
    let rows = 0;
    let rejected = 0;
    for await (const page of cardPages(job.http, job.seller, start.position, { signal: job.signal })) {
      rejected += page.rejected.count;
      rows += await this.database.write(ctx, async () => {
        if (start.fullPassSince !== null) {
          await this.stage.addCards(
            ctx,
            page.cards.map((card) => card.nmId),
          );
        }
        const written = await this.products.upsertCards(ctx, page.cards.map(toImported));
        await this.cursors.save(ctx, this.name, { ...start, position: page.cursor } satisfies CardsCursor);
        return written;
      });
    }
    if (start.fullPassSince !== null)
      rows += await this.endFullPass(job, new Date(start.fullPassSince), rejected);
    return { rows, warning: rejected > 0 ? `${rejected} cards could not be read` : null };
  }

  private async begin({ ctx }: DatasetJob): Promise<CardsCursor> {
    const stored = await this.cursors.find(ctx, this.name);
    const known = (stored?.cursor ?? null) as CardsCursor | null;
    if (known && (known.fullPassSince !== null || !isFullPassDue(stored, ctx.now()))) return known;
    const fresh: CardsCursor = { position: null, fullPassSince: ctx.now().toISOString() };
    await this.database.write(ctx, async () => {
      await this.stage.clear(ctx, 'cards');
      await this.cursors.save(ctx, this.name, fresh);
    });
    return fresh;
  }

  private async endFullPass({ ctx }: DatasetJob, since: Date, rejected: number): Promise<number> {
    return this.database.write(ctx, async () => {
      // a card that could not be read is not a card that is gone
      const archived = rejected > 0 ? 0 : await this.products.archiveUnlisted(ctx, since);
      await this.stage.clear(ctx, 'cards');
      const stored = await this.cursors.find(ctx, this.name);
      const { position } = stored?.cursor as CardsCursor;
      await this.cursors.save(ctx, this.name, { position, fullPassSince: null } satisfies CardsCursor);
      await this.cursors.fullPassDone(ctx, this.name);
      return archived;
    });
  }
}

function isFullPassDue(stored: StoredCursor | null, now: Date): boolean {
  const last = stored?.fullPassAt?.getTime();
  return last === undefined || now.getTime() - last >= FULL_PASS_EVERY_MS;
}

function toImported(card: WbCard): ImportedCard {
  return {
    nmId: card.nmId,
    article: card.vendorCode,
    name: card.title,
    brand: card.brand,
    category: card.subjectName,
  };
}
