import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { UsersModule } from '../users/index.js';
import { ProductCostEntity } from './entities/product-cost.entity.js';
import { ProductEntity } from './entities/product.entity.js';
import { ProductCosts } from './product-costs.loader.js';
import { ProductQueries } from './products.queries.js';
import { ProductsResolver } from './products.resolver.js';
import { ProductImportRepository } from './product-import.repository.js';

@Module({
  imports: [UsersModule, TypeOrmModule.forFeature([ProductEntity, ProductCostEntity])],
  providers: [ProductImportRepository, ProductCosts, ProductQueries, ProductsResolver],
  exports: [ProductImportRepository, ProductQueries],
})
export class ProductsModule {}
