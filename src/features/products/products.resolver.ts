import { Args, ID, Int, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Ctx, Permission, Requires, type SignedInContext } from '../../platform/access/index.js';
import type { CallerContext } from '../../platform/context/index.js';
import { AskedOf, Money, type AskedFields, type Connection } from '../../platform/graphql/index.js';
import { User, UserQueries } from '../users/index.js';
import { ProductCosts } from './product-costs.loader.js';
import { ProductQueries, type ListProducts } from './products.queries.js';
import { roubles } from './roubles.js';
import { Product, ProductConnection } from './types/product.type.js';
import { ProductsArguments } from './types/products.arguments.js';

@Resolver(() => Product)
export class ProductsResolver {
  constructor(
    private readonly catalogue: ProductQueries,
    private readonly costs: ProductCosts,
    private readonly users: UserQueries,
  ) {}

  @Query(() => ProductConnection, {
    description:
      'Products. Archived ones are left out unless `isArchived` asks for them, or `ids` or `wbNmIds` name them.',
  })
  @Requires(Permission.CATALOG_READ)
  products(
    @Ctx() ctx: CallerContext,
    @Args({ type: () => ProductsArguments }) asked: ListProducts,
    @AskedOf(Product.name) fields: AskedFields,
  ): Promise<Connection<Product>> {
    return this.catalogue.list(ctx, asked, fields);
  }

  @Query(() => Product, {
    nullable: true,
    description: 'One product; null when there is none with this id, or it is not to be seen',
  })
  @Requires(Permission.CATALOG_READ)
  product(
    @Ctx() ctx: CallerContext,
    @Args('id', { type: () => ID, description: 'Its identifier' }) id: string,
  ): Promise<Product | null> {
    return this.catalogue.find(ctx, id);
  }

  @ResolveField(() => User, { description: 'Whose product it is' })
  owner(product: Product, _args: object, { ctx }: SignedInContext): Promise<User | null> {
    return this.users.find(ctx, product.ownerId);
  }

  @ResolveField(() => Money, { nullable: true, description: 'Purchase cost of one unit, set by the seller' })
  async unitCost(product: Product, _args: object, { ctx }: SignedInContext): Promise<Money | null> {
    const cost = await this.costs.of(ctx, product.id);
    return cost?.unitCost == null ? null : roubles(cost.unitCost);
  }

  @ResolveField(() => Int, {
    nullable: true,
    description: 'Days between ordering from the supplier and the goods being on sale',
  })
  async leadTimeDays(product: Product, _args: object, { ctx }: SignedInContext): Promise<number | null> {
    return (await this.costs.of(ctx, product.id))?.leadTimeDays ?? null;
  }
}
