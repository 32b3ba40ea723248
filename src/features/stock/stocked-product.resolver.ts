import { ResolveField, Resolver } from '@nestjs/graphql';
import type { SignedInContext } from '../../platform/access/index.js';
import { Product, ProductQueries } from '../products/index.js';
import { StockLevel } from './types/stock-level.type.js';
import { StockRecord } from './types/stock-record.type.js';

@Resolver(() => StockLevel)
export class StockLevelResolver {
  constructor(private readonly products: ProductQueries) {}

  @ResolveField(() => Product, { description: 'What lies there' })
  product(level: StockLevel, _args: object, { ctx }: SignedInContext): Promise<Product> {
    return this.products.get(ctx, level.productId);
  }
}

@Resolver(() => StockRecord)
export class StockRecordResolver {
  constructor(private readonly products: ProductQueries) {}

  @ResolveField(() => Product, { description: 'What was observed' })
  product(record: StockRecord, _args: object, { ctx }: SignedInContext): Promise<Product> {
    return this.products.get(ctx, record.productId);
  }
}
