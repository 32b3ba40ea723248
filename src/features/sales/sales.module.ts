import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ProductsModule } from '../products/index.js';
import { StockModule } from '../stock/index.js';
import { ChangedDays } from './changed-days.queries.js';
import { OrderEntity } from './entities/order.entity.js';
import { SaleEntity } from './entities/sale.entity.js';
import { ProductSalesResolver } from './product-sales.resolver.js';
import { SaleLists } from './sale-lists.queries.js';
import { SalesLock } from './sales-lock.repository.js';
import { SalesRecordingRepository } from './sales-recording.repository.js';
import { SalesRecordingService } from './sales-recording.service.js';
import { SalesQueries } from './sales.queries.js';
import { SalesResolver } from './sales.resolver.js';
import { SaleResolver, SalesSummaryRowResolver } from './sold-product.resolver.js';
import { SalesImportRepository } from './sales-import.repository.js';

@Module({
  imports: [ProductsModule, StockModule, TypeOrmModule.forFeature([OrderEntity, SaleEntity])],
  providers: [
    ChangedDays,
    SalesImportRepository,
    ProductSalesResolver,
    SaleLists,
    SaleResolver,
    SalesLock,
    SalesQueries,
    SalesRecordingRepository,
    SalesRecordingService,
    SalesResolver,
    SalesSummaryRowResolver,
  ],
  exports: [SalesImportRepository, SalesQueries],
})
export class SalesModule {}
