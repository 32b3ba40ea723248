import { Injectable } from '@nestjs/common';
import type { CallerContext } from '../../platform/context/index.js';
import { Database, statement } from '../../platform/database/index.js';
import { badUserInput, soughtId } from '../../platform/graphql/index.js';
import { Feeds, type Feed } from '../../platform/subscriptions/index.js';
import { MovedLevels, type LevelsToTell } from './domain/moved-levels.js';
import type { StockLevel } from './types/stock-level.type.js';

/** The root value of the subscription. */
interface StockChange {
  readonly stockChanged: StockLevel;
}

/** Products that one subscription names at most. */
const MOST_PRODUCTS = 100;
/** Levels read at once, and so held for one subscription. */
const LEVELS_AT_ONCE = 500;
/** One subscription has one stream of levels: whoever reads slowly gets the latest of each. */
const LEVELS = 'levels';

@Injectable()
export class StockChangesQueries {
  constructor(
    private readonly database: Database,
    private readonly feeds: Feeds,
  ) {}

  /**
   * Levels as they move; of products that are named, first as they are.
   * @throws GraphQLError for a product that is missing or somebody else's: the two can not be told apart
   */
  async watch(ctx: CallerContext, asked: readonly string[] | null): Promise<Feed> {
    const wanted = asked ? wantedIds(asked) : null;
    const moved = new MovedLevels(wanted);
    const reading = new Reading((reader, levels, after) => this.page(reader, levels, after));
    const feed: Feed = this.feeds.open('stock', {
      keyOf: ({ tenantId, userId, ...message }) =>
        tenantId === ctx.tenantId && (ctx.scope === 'tenant' || userId === ctx.userId) && moved.note(message)
          ? LEVELS
          : null,
      read: async (reader) => {
        const level = await reading.next(reader, () => moved.take());
        // what moved while a page was handed out has found the key waiting, for the rest of that page
        if (reading.hasMore || moved.waits) feed.tell(LEVELS);
        return level && ({ stockChanged: level } satisfies StockChange);
      },
    });
    try {
      // heard from first and then read, so that no change falls between
      if (wanted) {
        await this.assertSeen(ctx, wanted);
        feed.tell(LEVELS);
      }
      return feed;
    } catch (error) {
      await feed.return();
      throw error;
    }
  }

  private async assertSeen(ctx: CallerContext, ids: ReadonlySet<string>): Promise<void> {
    const seen = await this.database.row(ctx, SEEN, [ctx.tenantId, [...ids], ownerSeen(ctx)]);
    if (seen?.count !== ids.size) throw noSuchProduct();
  }

  private page(ctx: CallerContext, levels: LevelsToTell, after: StockLevel | null): Promise<StockLevel[]> {
    return this.database.rows(ctx, MOVED, [
      ctx.tenantId,
      ownerSeen(ctx),
      levels.productIds,
      levels.transactions,
      after?.productId ?? null,
      after?.warehouseName ?? null,
    ]);
  }
}

type ReadPage = (ctx: CallerContext, levels: LevelsToTell, after: StockLevel | null) => Promise<StockLevel[]>;

/** Levels one by one, read a page at a time. */
class Reading {
  private page: StockLevel[] = [];
  private rest: { readonly levels: LevelsToTell; readonly after: StockLevel } | null = null;

  constructor(private readonly read: ReadPage) {}

  get hasMore(): boolean {
    return this.page.length > 0 || this.rest !== null;
  }

  async next(ctx: CallerContext, take: () => LevelsToTell | null): Promise<StockLevel | null> {
    if (this.page.length === 0) await this.turn(ctx, take);
    return this.page.shift() ?? null;
  }

  private async turn(ctx: CallerContext, take: () => LevelsToTell | null): Promise<void> {
    const { rest } = this;
    const levels = rest?.levels ?? take();
    if (!levels) return;
    this.page = await this.read(ctx, levels, rest?.after ?? null);
    const last = this.page.at(-1);
    this.rest = last && this.page.length === LEVELS_AT_ONCE ? { levels, after: last } : null;
  }
}

function wantedIds(asked: readonly string[]): ReadonlySet<string> {
  if (asked.length === 0 || asked.length > MOST_PRODUCTS)
    throw badUserInput('productIds', `expected 1 to ${MOST_PRODUCTS} products, or none for all of them`);
  return new Set(
    asked.map((id) => {
      const sought = soughtId(id);
      if (sought === null) throw noSuchProduct();
      return sought;
    }),
  );
}

function noSuchProduct(): Error {
  return badUserInput('productIds', 'there is no such product');
}

/** Null for who sees the rows of all. */
function ownerSeen(ctx: CallerContext): string | null {
  return ctx.scope === 'own' ? ctx.userId : null;
}

const SEEN = statement<{ count: number }>(`
  SELECT count(*)::integer AS count FROM products
  WHERE tenant_id = $1 AND id = ANY ($2::uuid[]) AND ($3::uuid IS NULL OR user_id = $3)
`);

/**
 * xmin is the transaction that wrote the row as it is now: what another has written since, its own announcement tells.
 */
const MOVED = statement<StockLevel>(`
  SELECT product_id AS "productId", warehouse_name AS "warehouseName", quantity,
    in_transit_to_customer AS "inTransitToCustomer", in_transit_from_customer AS "inTransitFromCustomer",
    recorded_at AS "recordedAt"
  FROM stock_levels
  WHERE tenant_id = $1 AND ($2::uuid IS NULL OR user_id = $2) AND ($3::uuid[] IS NULL OR product_id = ANY ($3))
    AND ($4::text[] IS NULL OR xmin::text = ANY ($4))
    AND ($5::uuid IS NULL OR (product_id, warehouse_name) > ($5, $6::text))
  ORDER BY product_id, warehouse_name LIMIT ${LEVELS_AT_ONCE}
`);
