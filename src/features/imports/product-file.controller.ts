import type { Readable } from 'node:stream';
import { Controller, HttpStatus, Post, Query, Req, Res, UseFilters } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Ctx, Permission, Requires } from '../../platform/access/index.js';
import type { CallerContext } from '../../platform/context/index.js';
import { bytesOf, FileRoute, HttpProblem, RouteErrors } from '../../platform/http/index.js';
import { RequestBudget } from '../../platform/rate-limits/index.js';
import { FileProblems, type FileProblem } from './domain/file-problems.js';
import { ProductFileService } from './product-file.service.js';

const MOST_BYTES = 10_000_000;
/** As much as a page of a hundred objects, out of the bucket that queries spend of. */
const COST = 100;

/** As `ImportProductsPayload`, with where in the file it is. */
interface Answer {
  readonly updated: number | null;
  readonly unchanged: number | null;
  /** Headings of columns that were not looked at; empty when there are user errors. */
  readonly ignoredColumns: readonly string[];
  readonly userErrors: readonly FileProblem[];
}

@Controller('imports')
@UseFilters(RouteErrors)
export class ProductFileController {
  constructor(
    private readonly imports: ProductFileService,
    private readonly budget: RequestBudget,
  ) {}

  /** What `importProducts` does, with the rows of a file: CSV or XLSX. 422 when there are user errors. */
  @Post('products')
  @FileRoute(MOST_BYTES)
  @Requires(Permission.CATALOG_WRITE)
  async products(
    @Ctx() ctx: CallerContext,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Query() query: Readonly<Record<string, unknown>>,
  ): Promise<Answer> {
    const isDryRun = dryRunOf(query);
    await this.budget.spend(ctx, COST);
    const content = await bytesOf(request.body as Readable, MOST_BYTES);
    const mediaType = request.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
    try {
      const done = await this.imports.import(ctx, { content, mediaType }, isDryRun);
      void reply.status(HttpStatus.OK);
      return { ...done, userErrors: [] };
    } catch (error) {
      if (!(error instanceof FileProblems)) throw error;
      void reply.status(HttpStatus.UNPROCESSABLE_ENTITY);
      return { updated: null, unchanged: null, ignoredColumns: [], userErrors: error.problems };
    }
  }
}

/** Whatever else is asked for may be a dry run that was misspelled: it would be written. */
function dryRunOf({ dryRun, ...others }: Readonly<Record<string, unknown>>): boolean {
  const [unknown] = Object.keys(others);
  if (unknown !== undefined)
    throw new HttpProblem(
      400,
      `There is no parameter ${JSON.stringify(unknown.slice(0, 100))}. Did you mean dryRun?`,
    );
  if (dryRun !== undefined && dryRun !== 'true' && dryRun !== 'false')
    throw new HttpProblem(400, 'dryRun: expected true or false.');
  return dryRun === 'true';
}
