import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { UsersModule } from '../users/index.js';
import { ChangedProducts } from './changed-products.queries.js';
import { CostImportRepository } from './cost-import.repository.js';
import { CostImportResolver } from './cost-import.resolver.js';
import { CostImportService } from './cost-import.service.js';
import { ProductCostEntity } from './entities/product-cost.entity.js';
import { ProductEntity } from './entities/product.entity.js';
import { ProductCosts } from './product-costs.loader.js';
import { ProductChangesResolver } from './product-changes.resolver.js';
import { ProductCostRepository } from './product-costs.repository.js';
import { ProductCostService } from './product-costs.service.js';
import { ProductRepository } from './product.repository.js';
import { ProductSearchQueries } from './product-search.queries.js';
import { ProductSearchRepository } from './product-search.repository.js';
import { ProductQueries } from './products.queries.js';
import { ProductService } from './products.service.js';
import { ProductsResolver } from './products.resolver.js';
import { ProductImportRepository } from './product-import.repository.js';

@Module({
  imports: [UsersModule, TypeOrmModule.forFeature([ProductEntity, ProductCostEntity])],
  providers: [
    ChangedProducts,
    CostImportRepository,
    CostImportResolver,
    CostImportService,
    ProductChangesResolver,
    ProductCostRepository,
    ProductCosts,
    ProductCostService,
    ProductImportRepository,
    ProductQueries,
    ProductRepository,
    ProductSearchQueries,
    ProductSearchRepository,
    ProductService,
    ProductsResolver,
  ],
  exports: [CostImportService, ProductImportRepository, ProductQueries],
})
export class ProductsModule {}
