import { Injectable } from '@nestjs/common';
import type { CallerContext } from '../../platform/context/index.js';
import { Database, statement } from '../../platform/database/index.js';
import { soughtSearch } from './sought-search.js';

/** Of more than these, sorting is dearer than following the order and asking each. */
const MOST_HITS = 1000;

/** Asks the index of what is searched. */
@Injectable()
export class ProductSearchQueries {
  constructor(private readonly database: Database) {}

  /**
   * The products that may match a search text, and all that do are among them: the index knows letters less exactly than
   * a comparison does, and of a product that somebody wrote past it, it knows nothing.
   * @returns null where the index is of no help: many match, or the text is too short, or there is none
   * @throws GraphQLError BAD_USER_INPUT for a text that can not be searched for
   */
  async hits(ctx: CallerContext, text: string | null | undefined): Promise<readonly string[] | null> {
    const search = soughtSearch(text);
    if (!search?.hasTrigram) return null;
    const owner = ctx.scope === 'own' ? ctx.userId : null;
    const hits = search.hasNumber ? NUMBERED : HITS;
    const found = await this.database.row(ctx, hits, [ctx.tenantId, owner, search.pattern]);
    if (!found?.hits || found.stale.length > MOST_HITS) return null;
    return [...found.hits, ...found.stale];
  }
}

const HITS = hitsOf('product_search_hits');
const NUMBERED = hitsOf('product_search_numbered');

function hitsOf(index: string) {
  return statement<{ hits: string[] | null; stale: string[] }>(`
    SELECT ${index}($3::text, ${MOST_HITS}) AS hits, ARRAY(
      SELECT p.id FROM products p
      WHERE p.tenant_id = $1 AND ($2::uuid IS NULL OR p.user_id = $2) AND p.search_stale
      LIMIT ${MOST_HITS + 1}) AS stale
  `);
}
