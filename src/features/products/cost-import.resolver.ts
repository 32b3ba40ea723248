import { Args, Resolver } from '@nestjs/graphql';
import { Ctx, Permission, Requires } from '../../platform/access/index.js';
import type { CallerContext } from '../../platform/context/index.js';
import { Mutation } from '../../platform/graphql/index.js';
import { CostImportService } from './cost-import.service.js';
import { ImportProductsInput, ImportProductsPayload } from './types/cost-import.types.js';

@Resolver()
export class CostImportResolver {
  constructor(private readonly imports: CostImportService) {}

  @Mutation(() => ImportProductsPayload, {
    description:
      'Sets purchase costs and lead times of many products from today on; all rows are written or none. A USER reaches their own products, others those of the tenant.',
  })
  @Requires(Permission.CATALOG_WRITE)
  importProducts(
    @Ctx() ctx: CallerContext,
    @Args('input') input: ImportProductsInput,
  ): Promise<Partial<ImportProductsPayload>> {
    return this.imports.import(ctx, input.rows, input.dryRun);
  }
}
