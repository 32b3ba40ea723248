import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { Logger } from 'pino';
import { SETTINGS, type Settings } from '../../config/settings.js';
import { LOGGER } from '../../platform/observability/index.js';
import { ProductsModule } from '../products/index.js';
import { SalesModule } from '../sales/index.js';
import { StockModule } from '../stock/index.js';
import { UsersModule } from '../users/index.js';
import { PostgresBudgetStore, UnlimitedBudgetStore } from './budgets.repository.js';
import { WildberriesHttp } from './client/index.js';
import { ConnectionRepository } from './connection.repository.js';
import { ConnectionService } from './connection.service.js';
import { DisconnectionService } from './disconnection.service.js';
import { SyncRunEntity } from './entities/sync-run.entity.js';
import { KeyStore } from './key-store.js';
import { SyncProgressQueries } from './sync-progress.queries.js';
import { SyncProgressResolver } from './sync-progress.resolver.js';
import { KeyRotationService } from './key-rotation/key-rotation.service.js';
import { LegacyKeys } from './key-rotation/legacy-keys.js';
import { StoredKeyRepository } from './key-rotation/stored-keys.repository.js';
import { SyncRunQueries } from './sync-runs.queries.js';
import { CursorRepository } from './sync/cursors.repository.js';
import { DatasetRunner } from './sync/dataset-runner.js';
import { DATASETS_OF_A_RUN, type Dataset } from './sync/dataset.js';
import { CardsDataset } from './sync/datasets/cards.dataset.js';
import { OrdersDataset } from './sync/datasets/orders.dataset.js';
import { PricesDataset } from './sync/datasets/prices.dataset.js';
import { SalesDataset } from './sync/datasets/sales.dataset.js';
import { StockDataset } from './sync/datasets/stock.dataset.js';
import { DueSyncs } from './sync/due-syncs.js';
import { RunRepository } from './sync/runs.repository.js';
import { SellerKeys } from './sync/seller-keys.js';
import { SellerLock } from './sync/seller-lock.js';
import { SellerSync } from './sync/seller-sync.js';
import { StageRepository } from './sync/stage.repository.js';
import { SyncJobHandler } from './sync/sync.job.js';
import { SyncService } from './sync/sync.service.js';
import { UncheckedKeys } from './sync/unchecked-keys.js';
import { WildberriesResolver } from './wildberries.resolver.js';

const IN_ORDER = [CardsDataset, PricesDataset, StockDataset, OrdersDataset, SalesDataset];

@Module({
  imports: [UsersModule, ProductsModule, StockModule, SalesModule, TypeOrmModule.forFeature([SyncRunEntity])],
  providers: [
    WildberriesResolver,
    SyncProgressResolver,
    SyncProgressQueries,
    ConnectionService,
    DisconnectionService,
    ConnectionRepository,
    SyncRunQueries,
    SyncService,
    RunRepository,
    CursorRepository,
    StageRepository,
    KeyStore,
    StoredKeyRepository,
    KeyRotationService,
    LegacyKeys,
    UncheckedKeys,
    SellerKeys,
    SellerLock,
    DatasetRunner,
    SellerSync,
    SyncJobHandler,
    DueSyncs,
    PostgresBudgetStore,
    ...IN_ORDER,
    { provide: DATASETS_OF_A_RUN, inject: IN_ORDER, useFactory: (...datasets: Dataset[]) => datasets },
    {
      provide: WildberriesHttp,
      inject: [SETTINGS, PostgresBudgetStore, LOGGER],
      useFactory: wildberriesHttp,
    },
  ],
  exports: [SellerSync, SyncService, KeyRotationService],
})
export class WildberriesModule {}

function wildberriesHttp(settings: Settings, budgets: PostgresBudgetStore, logger: Logger): WildberriesHttp {
  const origin = settings.wildberriesOrigin ?? undefined;
  return settings.wildberriesLimits
    ? new WildberriesHttp({ budget: budgets, origin, logger })
    : new WildberriesHttp({ budget: new UnlimitedBudgetStore(), origin, logger, laneGapMs: 0 });
}
