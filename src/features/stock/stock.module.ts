import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ProductsModule } from '../products/index.js';
import { StockLevelEntity } from './entities/stock-level.entity.js';
import { StockRecordEntity } from './entities/stock-record.entity.js';
import { ProductStockResolver } from './product-stock.resolver.js';
import { StockHistoryQueries } from './stock-history.queries.js';
import { StockQueries } from './stock.queries.js';
import { StockResolver } from './stock.resolver.js';
import { StockLevelResolver, StockRecordResolver } from './stocked-product.resolver.js';
import { StockSnapshotRepository } from './stock-snapshot.repository.js';

@Module({
  imports: [ProductsModule, TypeOrmModule.forFeature([StockLevelEntity, StockRecordEntity])],
  providers: [
    StockSnapshotRepository,
    ProductStockResolver,
    StockHistoryQueries,
    StockLevelResolver,
    StockQueries,
    StockRecordResolver,
    StockResolver,
  ],
  exports: [StockSnapshotRepository],
})
export class StockModule {}
