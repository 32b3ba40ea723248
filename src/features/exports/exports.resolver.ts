import { Args, ID, Query, Resolver } from '@nestjs/graphql';
import { Ctx, Permission, Requires } from '../../platform/access/index.js';
import type { CallerContext } from '../../platform/context/index.js';
import { Mutation } from '../../platform/graphql/index.js';
import { ExportQueries } from './exports.queries.js';
import { ExportService, type StartExport } from './exports.service.js';
import { Export, ExportPayload, StartExportInput } from './types/export.type.js';

@Resolver(() => Export)
export class ExportsResolver {
  constructor(
    private readonly exports: ExportService,
    private readonly queries: ExportQueries,
  ) {}

  @Mutation(() => ExportPayload, {
    description:
      'Has rows written into a file: those that the caller sees when a worker comes to it. Ask `export` for how far it is',
  })
  @Requires(Permission.CATALOG_READ)
  async startExport(
    @Ctx() ctx: CallerContext,
    @Args('input', { type: () => StartExportInput }) input: StartExport,
  ): Promise<Partial<ExportPayload>> {
    const id = await this.exports.start(ctx, input);
    return { export: await this.queries.find(ctx, id) };
  }

  @Query(() => Export, { nullable: true, description: "One of the caller's own exports" })
  @Requires(Permission.CATALOG_READ)
  export(
    @Ctx() ctx: CallerContext,
    @Args('id', { type: () => ID, description: 'Its id' }) id: string,
  ): Promise<Export | null> {
    return this.queries.find(ctx, id);
  }
}
