import { Injectable } from '@nestjs/common';
import type { CallerContext } from '../../platform/context/index.js';
import { Database, plainArray, rowIds, statement, together } from '../../platform/database/index.js';
import { soughtId } from '../../platform/graphql/index.js';
import { RollupRequests } from '../../platform/jobs/index.js';
import {
  entriesOf,
  instantOf,
  isGiven,
  lateOnes,
  placesOf,
  type Entries,
  type Known,
  type Level,
  type Mended,
  type Place,
} from './domain/ledger.js';
import type { Owners } from './domain/missing-products.js';
import type { Observation } from './domain/observations.js';
import { GENERATED_ONCE } from './generated-once.js';
import { StockLocks, type Locked } from './stock-locks.repository.js';

/** What a batch comes to, behind its locks. */
export interface Reckoned extends Locked {
  /** Observations to be recorded. */
  readonly count: number;
  /** Indexes of observations whose instant has another quantity on record: then nothing may be written. */
  readonly clashes: readonly number[];
  /** By how much the total of each product moves whose levels do. */
  readonly moves: ReadonlyMap<string, number>;
  readonly written: readonly Written[];
}

type Written = Entries & { readonly place: Place; readonly level: Level | null };

/** Writes observations into the ledger, in any order. */
@Injectable()
export class StockRecordingRepository {
  constructor(
    private readonly database: Database,
    private readonly locks: StockLocks,
    private readonly rollups: RollupRequests,
  ) {}

  /** Locks the products of a batch, and looks for what is on record. Products that are missing have no owner. */
  async reckon(ctx: CallerContext, observations: readonly Observation[]): Promise<Reckoned> {
    const sought = observations.filter(({ productId }) => soughtId(productId) !== null);
    const places = placesOf(sought);
    const [locked, known] = await together([
      this.locks.products(ctx, [...new Set(sought.map(({ productId }) => productId))]),
      this.known(ctx, places),
    ]);
    const written = places.map((place, index) => {
      const { level, neighbours } = known[index] ?? NOTHING;
      return { place, level, ...entriesOf(place, { level, neighbours }) };
    });
    const clashes = written.flatMap((each) => each.clashes.map(({ index }) => index));
    const given = written.flatMap(({ entries }) => entries).filter(({ observation }) => isGiven(observation));
    return { ...locked, written, clashes, count: given.length, moves: movesOf(written) };
  }

  /** Notes that levels were seen again as they were, of which nothing is recorded. */
  async confirm(ctx: CallerContext, { written, owners }: Reckoned): Promise<void> {
    const confirmed = written.flatMap(({ confirming, level }) =>
      confirming && instantOf(confirming) !== level?.confirmedAt ? [confirming] : [],
    );
    if (confirmed.length === 0) return;
    await this.database.rows(ctx, CONFIRM, [
      ctx.tenantId,
      plainArray(confirmed.map(({ productId }) => productId)),
      plainArray(confirmed.map(({ productId }) => owners.get(productId))),
      confirmed.map(({ warehouseName }) => warehouseName),
      plainArray(confirmed.map(({ recordedAt }) => recordedAt.toISOString())),
    ]);
  }

  /** @returns products of which there would be more than an integer holds: then it has to be rolled back */
  async record(ctx: CallerContext, reckoned: Reckoned): Promise<readonly string[]> {
    const { written, moves, owners } = reckoned;
    const [, overflows] = await together([
      this.write(ctx, written, owners),
      this.move(ctx, moves),
      this.mend(
        ctx,
        written.flatMap(({ mended }) => mended),
      ),
      this.confirm(ctx, reckoned),
      this.rollups.ask(ctx, ctx.tenantId, owners.values()),
    ]);
    return overflows;
  }

  /** What is on record of each place. */
  private async known(ctx: CallerContext, places: readonly Place[]): Promise<readonly Known[]> {
    const [, found] = await together([
      this.database.rows(ctx, BY_INDEX, []),
      this.database.rows(ctx, LEVELS, [
        ctx.tenantId,
        plainArray(places.map(({ productId }) => productId)),
        places.map(({ warehouseName }) => warehouseName),
      ]),
    ]);
    const levels = new Map(found.map(({ place, ...level }) => [place, level]));
    const late = places.flatMap((place, index) =>
      lateOnes(place, levels.get(index) ?? null).map(({ recordedAt }) => ({ place, index, recordedAt })),
    );
    const neighbours =
      late.length === 0
        ? []
        : await this.database.rows(ctx, NEIGHBOURS, [
            ctx.tenantId,
            late.map(({ index }) => index),
            late.map(({ place }) => place.productId),
            late.map(({ place }) => place.warehouseName),
            late.map(({ recordedAt }) => recordedAt.toISOString()),
          ]);
    const beside = Map.groupBy(neighbours, ({ place }) => place);
    return places.map((_, index) => ({
      level: levels.get(index) ?? null,
      neighbours: (beside.get(index) ?? []).map(({ at, quantity, id, recordedAt, follows }) => ({
        at,
        quantity,
        follows: follows ? { id, recordedAt } : null,
      })),
    }));
  }

  private async write(ctx: CallerContext, written: readonly Written[], owners: Owners): Promise<void> {
    const rows = written.flatMap(({ entries, newest, level }) =>
      entries.map(({ observation, delta }) => ({
        ...observation,
        delta,
        level: observation !== newest ? 'same' : level ? 'moved' : 'new',
      })),
    );
    await this.database.rows(ctx, WRITE, [
      ctx.tenantId,
      plainArray(rowIds(rows.length)),
      plainArray(rows.map(({ productId }) => productId)),
      plainArray(rows.map(({ productId }) => owners.get(productId))),
      rows.map(({ warehouseName }) => warehouseName),
      plainArray(rows.map(({ quantity }) => quantity)),
      plainArray(rows.map(({ delta }) => delta)),
      plainArray(rows.map(({ recordedAt }) => recordedAt.toISOString())),
      plainArray(rows.map(({ level }) => level)),
      ctx.now(),
    ]);
  }

  private async mend(ctx: CallerContext, mended: readonly Mended[]): Promise<void> {
    if (mended.length === 0) return;
    await this.database.rows(ctx, MEND, [
      ctx.tenantId,
      mended.map(({ id }) => id),
      mended.map(({ recordedAt }) => recordedAt),
      mended.map(({ delta }) => delta),
    ]);
  }

  /** @returns products of which there would be too much */
  private async move(ctx: CallerContext, moved: ReadonlyMap<string, number>): Promise<string[]> {
    if (moved.size === 0) return [];
    const values = [ctx.tenantId, plainArray([...moved.keys()]), plainArray([...moved.values()])];
    const done = await this.database.row(ctx, MOVE, [...values, ctx.now()]);
    if (done?.moved === moved.size) return [];
    const found = await this.database.rows(ctx, OVERFLOWS, values);
    if (found.length === 0) throw new Error('A product has gone from under its lock');
    return found.map(({ id }) => id);
  }
}

const NOTHING: Known = { level: null, neighbours: [] };

/** By how much each product's total moves: of those whose levels do, though it be by nothing. */
function movesOf(written: readonly Written[]): Map<string, number> {
  const moves = new Map<string, number>();
  for (const { place, level, newest } of written) {
    if (!newest) continue;
    const sofar = moves.get(place.productId) ?? 0;
    moves.set(place.productId, sofar + newest.quantity - (level?.quantity ?? 0));
  }
  return moves;
}

/**
 * For the rest of the transaction. A month that has been empty so far is taken for small, and would be read whole for
 * each late record. All that follow look up by key, so that they may keep their plans.
 */
const BY_INDEX = statement<never>(`SET LOCAL enable_seqscan = off`);

const MICROSECONDS = (column: string): string => `(extract(epoch FROM ${column}) * 1000000)::float8`;

/** LIMIT keeps it a look-up by key, row by row: a join would read all levels that the seller has. */
const LEVELS = statement<Level & { place: number }>(`
  SELECT (o.position - 1)::integer AS place, ${MICROSECONDS('l.recorded_at')} AS at, l.quantity,
    ${MICROSECONDS('c.confirmed_at')} AS "confirmedAt"
  FROM unnest($2::uuid[], $3::text[]) WITH ORDINALITY AS o (product_id, warehouse_name, position)
  CROSS JOIN LATERAL (
    SELECT quantity, recorded_at FROM stock_levels
    WHERE tenant_id = $1 AND product_id = o.product_id AND warehouse_name = o.warehouse_name LIMIT 1
  ) l
  LEFT JOIN LATERAL (
    SELECT confirmed_at FROM stock_confirmations
    WHERE tenant_id = $1 AND product_id = o.product_id AND warehouse_name = o.warehouse_name LIMIT 1
  ) c ON true
`);

interface NeighbourRow {
  readonly place: number;
  readonly at: number;
  readonly quantity: number;
  readonly id: string;
  readonly recordedAt: string;
  readonly follows: boolean;
}

/** The records on both sides of each observation. */
const NEIGHBOURS = statement<NeighbourRow>(`
  WITH late AS MATERIALIZED (
    SELECT * FROM unnest($2::integer[], $3::uuid[], $4::text[], $5::timestamptz[])
      AS o (place, product_id, warehouse_name, recorded_at)
  ), found AS (
    SELECT l.place, before.*, false AS follows FROM late l CROSS JOIN LATERAL (
      SELECT h.id, h.quantity, h.recorded_at FROM stock_history h
      WHERE h.tenant_id = $1 AND h.product_id = l.product_id AND h.warehouse_name = l.warehouse_name
        AND h.recorded_at <= l.recorded_at
      ORDER BY h.recorded_at DESC LIMIT 1
    ) before
    UNION ALL
    SELECT l.place, after.*, true FROM late l CROSS JOIN LATERAL (
      SELECT h.id, h.quantity, h.recorded_at FROM stock_history h
      WHERE h.tenant_id = $1 AND h.product_id = l.product_id AND h.warehouse_name = l.warehouse_name
        AND h.recorded_at > l.recorded_at
      ORDER BY h.recorded_at LIMIT 1
    ) after
  )
  SELECT place, ${MICROSECONDS('recorded_at')} AS at, quantity, id, recorded_at::text AS "recordedAt", follows FROM found
`);

/**
 * Before the totals: the foreign keys look at products that only this transaction has locked, and need not lock rows
 * that it has just written.
 */
const WRITE = statement<never>(`
  WITH entry AS MATERIALIZED (
    SELECT * FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::integer[], $7::integer[], $8::timestamptz[],
      $9::text[])
      AS row (id, product_id, user_id, warehouse_name, quantity, delta, recorded_at, level)
  ), written AS (
    INSERT INTO stock_history (id, tenant_id, user_id, product_id, warehouse_name, quantity, delta, recorded_at, created_at)
    SELECT id, $1, user_id, product_id, warehouse_name, quantity, delta, recorded_at, $10 FROM entry
  ), begun AS (
    INSERT INTO stock_levels (tenant_id, user_id, product_id, warehouse_name, quantity, recorded_at, source)
    SELECT $1, user_id, product_id, warehouse_name, quantity, recorded_at, 'manual' FROM entry WHERE level = 'new'
  ), moved AS (
    UPDATE stock_levels l SET quantity = e.quantity, recorded_at = e.recorded_at, source = 'manual'
    FROM entry e
    WHERE e.level = 'moved' AND l.tenant_id = $1 AND l.product_id = e.product_id AND l.warehouse_name = e.warehouse_name
  )
  INSERT INTO rollup_marks (tenant_id, id, user_id, dataset, product_ids, day)
  SELECT $1, uuid_v7(), user_id, 'stock', array_agg(product_id), day
  FROM (
    SELECT user_id, product_id, (min(recorded_at) AT TIME ZONE 'Europe/Moscow')::date AS day
    FROM entry GROUP BY user_id, product_id
  ) AS earliest
  GROUP BY user_id, day
`);

const CONFIRM = statement<never>(`
  INSERT INTO stock_confirmations (tenant_id, product_id, user_id, warehouse_name, confirmed_at)
  SELECT $1, c.* FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::timestamptz[]) AS c
  ON CONFLICT (tenant_id, product_id, warehouse_name) DO UPDATE SET confirmed_at = excluded.confirmed_at
`);

const MEND = statement<never>(`
  UPDATE stock_history h SET delta = m.delta
  FROM unnest($2::uuid[], $3::timestamptz[], $4::integer[]) AS m (id, recorded_at, delta)
  WHERE h.tenant_id = $1 AND h.id = m.id AND h.recorded_at = m.recorded_at AND h.delta <> m.delta
`);

/** What would not fit stays, and is missing in the count. */
const MOVE = statement<{ moved: number }>(`
  WITH moved AS (
    UPDATE products p SET stock_total = p.stock_total + m.pieces, in_stock = p.stock_total + m.pieces > 0,
      updated_at = $4, ${GENERATED_ONCE}
    FROM unnest($2::uuid[], $3::bigint[]) AS m (product_id, pieces)
    WHERE p.tenant_id = $1 AND p.id = m.product_id AND p.stock_total + m.pieces <= 2147483647
    RETURNING 1
  )
  SELECT count(*)::integer AS moved FROM moved
`);

const OVERFLOWS = statement<{ id: string }>(`
  SELECT p.id FROM unnest($2::uuid[], $3::bigint[]) AS m (product_id, pieces)
  JOIN products p ON p.tenant_id = $1 AND p.id = m.product_id AND p.stock_total + m.pieces > 2147483647
`);
