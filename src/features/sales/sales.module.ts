import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ProductsModule } from '../products/index.js';
import { OrderEntity } from './entities/order.entity.js';
import { SaleEntity } from './entities/sale.entity.js';
import { ProductSalesResolver } from './product-sales.resolver.js';
import { SaleLists } from './sale-lists.queries.js';
import { SalesQueries } from './sales.queries.js';
import { SalesResolver } from './sales.resolver.js';
import { SaleResolver, SalesSummaryRowResolver } from './sold-product.resolver.js';
import { SalesImportRepository } from './sales-import.repository.js';

@Module({
  imports: [ProductsModule, TypeOrmModule.forFeature([OrderEntity, SaleEntity])],
  providers: [
    SalesImportRepository,
    ProductSalesResolver,
    SaleLists,
    SaleResolver,
    SalesQueries,
    SalesResolver,
    SalesSummaryRowResolver,
  ],
  exports: [SalesImportRepository, SalesQueries],
})
export class SalesModule {}
