import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS, type Settings } from '../../config/settings.js';
import type { SystemContext } from '../../platform/context/index.js';
import { Database } from '../../platform/database/index.js';
import { historyKeptFrom } from './domain/history-kept.js';
import { StockRetentionRepository } from './stock-retention.repository.js';

/** Keeps as much history as the settings want: all of it, unless they say otherwise. */
@Injectable()
export class StockRetentionService {
  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly database: Database,
    private readonly history: StockRetentionRepository,
  ) {}

  /** @returns months that are gone */
  async apply(ctx: SystemContext): Promise<number> {
    const cut = historyKeptFrom(ctx.now(), this.settings.historyMonths);
    if (!cut) return 0;
    return this.database.write(ctx, async () =>
      (await this.history.hasOlder(ctx, cut)) ? this.history.drop(ctx, cut) : 0,
    );
  }
}
