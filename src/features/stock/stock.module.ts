import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ProductsModule } from '../products/index.js';
import { StockLevelEntity } from './entities/stock-level.entity.js';
import { StockRecordEntity } from './entities/stock-record.entity.js';
import { StockRetentionTask } from './jobs/stock-retention.task.js';
import { ProductStockResolver } from './product-stock.resolver.js';
import { StockAnnouncer } from './stock-announcer.js';
import { StockAtQueries } from './stock-at.queries.js';
import { StockChangesQueries } from './stock-changes.queries.js';
import { StockChangesResolver } from './stock-changes.resolver.js';
import { StockHistoryQueries } from './stock-history.queries.js';
import { StockLedgerCheck } from './stock-ledger-check.queries.js';
import { StockLocks } from './stock-locks.repository.js';
import { StockRecordingRepository } from './stock-recording.repository.js';
import { StockRecordingService } from './stock-recording.service.js';
import { StockRetentionRepository } from './stock-retention.repository.js';
import { StockRetentionService } from './stock-retention.service.js';
import { StockQueries } from './stock.queries.js';
import { StockResolver } from './stock.resolver.js';
import { StockLevelResolver, StockRecordResolver } from './stocked-product.resolver.js';
import { StockSnapshotRepository } from './stock-snapshot.repository.js';
import { WritableProducts } from './writable-products.queries.js';

@Module({
  imports: [ProductsModule, TypeOrmModule.forFeature([StockLevelEntity, StockRecordEntity])],
  providers: [
    StockSnapshotRepository,
    ProductStockResolver,
    StockAnnouncer,
    StockAtQueries,
    StockChangesQueries,
    StockChangesResolver,
    StockHistoryQueries,
    StockLedgerCheck,
    StockLevelResolver,
    StockLocks,
    StockQueries,
    StockRecordResolver,
    StockRecordingRepository,
    StockRecordingService,
    StockResolver,
    StockRetentionRepository,
    StockRetentionService,
    StockRetentionTask,
    WritableProducts,
  ],
  exports: [StockSnapshotRepository, WritableProducts],
})
export class StockModule {}
