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
  /** Cards that this full pass has gathered in the stage, and cards that it could not read. */
  readonly gathered: number;
  readonly rejected: number;
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
    let at = await this.begin(job);
    let rows = 0;
    let rejected = 0;
    for await (const page of cardPages(job.http, job.seller, at.position, { signal: job.signal })) {
      rejected += page.rejected.count;
      const next: CardsCursor = {
        position: page.cursor,
        fullPassSince: at.fullPassSince,
        gathered: at.gathered + page.cards.length,
        rejected: at.rejected + page.rejected.count,
      };
      rows += await this.database.write(ctx, async () => {
        if (at.fullPassSince !== null) {
          await this.stage.addCards(
            ctx,
            page.cards.map((card) => card.nmId),
          );
        }
        const written = await this.products.upsertCards(ctx, page.cards.map(toImported));
        await this.cursors.save(ctx, this.name, next);
        return written;
      });
      at = next;
    }
    if (at.fullPassSince !== null) rows += await this.endFullPass(job, at, new Date(at.fullPassSince));
    return { rows, warning: rejected > 0 ? `${rejected} cards could not be read` : null };
  }

  private async begin({ ctx }: DatasetJob): Promise<CardsCursor> {
    const stored = await this.cursors.find(ctx, this.name);
    const known = (stored?.cursor ?? null) as CardsCursor | null;
    if (known && known.fullPassSince !== null) return known;
    if (known && !isFullPassDue(stored, ctx.now())) return startAt(known.position, null);
    const fresh = startAt(null, ctx.now().toISOString());
    await this.database.write(ctx, async () => {
      await this.stage.clear(ctx, 'cards');
      await this.cursors.save(ctx, this.name, fresh);
    });
    return fresh;
  }

  private async endFullPass({ ctx }: DatasetJob, pass: CardsCursor, since: Date): Promise<number> {
    return this.database.write(ctx, async () => {
      // The stage does not outlive a crash of the database: what it lost is not gone from the marketplace. A pass that
      // is not whole counts for nothing, and the next sync makes another.
      // And a marketplace without a single card is more likely to be out of order than the seller to have sold out.
      const isWhole = pass.gathered > 0 && (await this.stage.countCards(ctx)) === pass.gathered;
      // nor is a card gone that could not be read
      const archived = isWhole && pass.rejected === 0 ? await this.products.archiveUnlisted(ctx, since) : 0;
      await this.stage.clear(ctx, 'cards');
      await this.cursors.save(ctx, this.name, startAt(pass.position, null));
      if (isWhole) await this.cursors.fullPassDone(ctx, this.name);
      return archived;
    });
  }
}

function startAt(position: WbCardCursor | null, fullPassSince: string | null): CardsCursor {
  return { position, fullPassSince, gathered: 0, rejected: 0 };
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
