import { Inject } from '@nestjs/common';
import { Args, Int, Query, Resolver } from '@nestjs/graphql';
import { InjectRepository } from '@nestjs/typeorm';
import { IsNull, type Repository } from 'typeorm';
import { Product } from './entities.js';

/** Whose products are asked for: known from the start, which spares this server the reading of tokens. */
export const TENANT_ID = Symbol('TENANT_ID');

@Resolver(() => Product)
export class ProductsResolver {
  constructor(
    @InjectRepository(Product) private readonly products: Repository<Product>,
    @Inject(TENANT_ID) private readonly tenantId: string,
  ) {}

  @Query(() => [Product], { name: 'products' })
  findAll(@Args('first', { type: () => Int }) first: number): Promise<Product[]> {
    return this.products.find({
      where: { tenantId: this.tenantId, archivedAt: IsNull() },
      order: { name: 'ASC', id: 'ASC' },
      take: first,
    });
  }

  @Query(() => [Product], { name: 'productsWithStock' })
  findAllWithStock(@Args('first', { type: () => Int }) first: number): Promise<Product[]> {
    return this.products.find({
      where: { tenantId: this.tenantId, archivedAt: IsNull() },
      relations: { stockLevels: true },
      // not of the levels too: with `take`, an order of theirs leaves out products
      order: { name: 'ASC', id: 'ASC' },
      take: first,
    });
  }
}
