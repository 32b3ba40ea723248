import { Args, Resolver } from '@nestjs/graphql';
import { Ctx, Permission, Requires } from '../../platform/access/index.js';
import type { CallerContext } from '../../platform/context/index.js';
import { IdInput, Mutation } from '../../platform/graphql/index.js';
import { ChangedProducts } from './changed-products.queries.js';
import { ProductService } from './products.service.js';
import { CreateProductInput, UpdateProductInput } from './types/product.inputs.js';
import { ProductPayload } from './types/product.payload.js';

@Resolver()
export class ProductChangesResolver {
  constructor(
    private readonly products: ProductService,
    private readonly changed: ChangedProducts,
  ) {}

  @Mutation(() => ProductPayload, {
    description:
      'Adds a product of the caller. ALREADY_EXISTS names `wbNmId` or `wbArticle` when they have one of it, archived or not.',
  })
  @Requires(Permission.CATALOG_WRITE)
  async createProduct(
    @Ctx() ctx: CallerContext,
    @Args('input') input: CreateProductInput,
  ): Promise<Partial<ProductPayload>> {
    return { product: await this.changed.find(ctx, await this.products.create(ctx, input)) };
  }

  @Mutation(() => ProductPayload, {
    description:
      'Changes a product: a USER their own, others those of the tenant. Of a product that the marketplace lists, syncs put name, brand, category, price and discount back; unitCost and leadTimeDays are never overwritten.',
  })
  @Requires(Permission.CATALOG_WRITE)
  async updateProduct(
    @Ctx() ctx: CallerContext,
    @Args('input') input: UpdateProductInput,
  ): Promise<Partial<ProductPayload>> {
    return { product: await this.changed.find(ctx, await this.products.update(ctx, input)) };
  }

  @Mutation(() => ProductPayload, {
    description:
      'Puts a product away: its history stays, lists leave it out, and it stays away when the marketplace lists it again. Once more changes nothing.',
  })
  @Requires(Permission.CATALOG_WRITE)
  async archiveProduct(
    @Ctx() ctx: CallerContext,
    @Args('input') input: IdInput,
  ): Promise<Partial<ProductPayload>> {
    return { product: await this.changed.find(ctx, await this.products.archive(ctx, input.id)) };
  }

  @Mutation(() => ProductPayload, {
    description:
      'Takes a product out of the archive. One that the marketplace does not list goes back there with the next whole sync. Once more changes nothing.',
  })
  @Requires(Permission.CATALOG_WRITE)
  async restoreProduct(
    @Ctx() ctx: CallerContext,
    @Args('input') input: IdInput,
  ): Promise<Partial<ProductPayload>> {
    return { product: await this.changed.find(ctx, await this.products.restore(ctx, input.id)) };
  }
}
