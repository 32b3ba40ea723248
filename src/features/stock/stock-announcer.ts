import { Injectable } from '@nestjs/common';
import type { TenantContext } from '../../platform/context/index.js';
import { together } from '../../platform/database/index.js';
import { Announcements } from '../../platform/events/index.js';
import type { Moved } from './domain/moved-levels.js';

/** A NOTIFY holds less than 8000 bytes; an id takes 39 of them. */
const IDS_AT_ONCE = 150;
/** Of more products than this it is told that they are many. */
export const MOST_NAMED = 1000;

export interface Named extends Moved {
  readonly productIds: readonly string[];
}

/** Tells all processes of levels that moved, with the commit of the change. */
@Injectable()
export class StockAnnouncer {
  constructor(private readonly announcements: Announcements) {}

  /** Inside write(). */
  async moved(ctx: TenantContext, userId: string, { transaction, productIds }: Named): Promise<void> {
    const { tenantId } = ctx;
    if (productIds.length > MOST_NAMED) {
      await this.announcements.announce(ctx, 'stock', { tenantId, userId, transaction, productIds: null });
      return;
    }
    const starts = Array.from(
      { length: Math.ceil(productIds.length / IDS_AT_ONCE) },
      (_, n) => n * IDS_AT_ONCE,
    );
    await together(
      starts.map((start) => {
        const part = productIds.slice(start, start + IDS_AT_ONCE);
        return this.announcements.announce(ctx, 'stock', { tenantId, userId, transaction, productIds: part });
      }),
    );
  }
}
