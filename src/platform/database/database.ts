import { AsyncLocalStorage } from 'node:async_hooks';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { Pool, PoolClient } from 'pg';
import type { DataSource, EntityManager } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { MIGRATIONS } from '../../../migrations/index.js';
import { carried, type Context, type TenantContext } from '../context/index.js';
import { TRACING, type Tracing } from '../observability/tracing/tracing.js';
import { connect, hearBreaks } from './connect.js';
import { cursorBatches } from './cursor-batches.js';
import { SYSTEM_DATA_SOURCE } from './data-sources.js';
import { sqlState } from './postgres-error.js';
import { tenantSettings } from './settings-sql.js';
import { SnapshotConnections } from './snapshot-connections.js';
import { Snapshot } from './snapshot.js';
import type { Statement } from './statement.js';
import { together } from './together.js';
import { Transaction } from './transaction.js';

const MAX_ATTEMPTS = 3;
/** Serialization failure, deadlock: the work was right and came at the wrong moment. */
const RETRYABLE = new Set(['40001', '40P01']);

export interface PoolUse {
  readonly name: string;
  readonly total: number;
  readonly idle: number;
  /** Who waits for a connection. */
  readonly waiting: number;
  readonly max: number;
}

/** What a context reads outside of transactions. */
interface Reads {
  snapshot: Snapshot | null;
  /** Whether it is to read nothing more. */
  over: boolean;
}

interface Open {
  readonly ctx: Context;
  readonly transaction: Transaction;
}

/**
 * The one door to the database. A request's reads share a snapshot; a change runs in one transaction, which everything
 * below finds by itself (AsyncLocalStorage), so that nobody can forget to pass it on.
 */
@Injectable()
export class Database implements OnApplicationShutdown {
  private readonly storage = new AsyncLocalStorage<Open>();
  private readonly reads = carried((): Reads => ({ snapshot: null, over: false }));
  private readonly connections = new WeakMap<Pool, SnapshotConnections>();

  constructor(
    @InjectDataSource() private readonly app: DataSource,
    @InjectDataSource(SYSTEM_DATA_SOURCE) private readonly system: DataSource,
    @Inject(TRACING) tracing: Tracing | null,
  ) {
    // TypeORM takes connections by itself
    for (const source of [app, system]) hearBreaks(poolOf(source));
    if (!tracing) return;
    // each connection as it is taken from its pool, since some were made before anybody listened
    for (const source of [app, system])
      poolOf(source).on('acquire', (client) => {
        tracing.watch(client);
      });
  }

  /** Runs a statement in the open transaction, or in the request's snapshot. */
  async rows<Row>(ctx: Context, statement: Statement<Row>, values: readonly unknown[]): Promise<Row[]> {
    return (this.open(ctx) ?? this.snapshot(ctx)).rows(statement, values);
  }

  /** The first row, if any. */
  async row<Row>(ctx: Context, statement: Statement<Row>, values: readonly unknown[]): Promise<Row | null> {
    return (await this.rows(ctx, statement, values))[0] ?? null;
  }

  /** TypeORM on the open transaction. */
  manager(ctx: Context): EntityManager {
    return this.transaction(ctx).manager;
  }

  /** @throws Error outside of write() */
  transaction(ctx: Context): Transaction {
    const open = this.open(ctx);
    if (!open) throw new Error('No transaction is open: this belongs inside write()');
    return open;
  }

  /** The open transaction, if there is one. */
  open(ctx: Context): Transaction | null {
    const open = this.storage.getStore();
    if (!open) return null;
    assertSame(open.ctx, ctx);
    return open.transaction;
  }

  /**
   * Runs the work in one transaction: all of it or nothing. Joins the open one. Work that met a serialization failure
   * or a deadlock is run again from its start, so it must have no effect but on the database.
   */
  async write<Result>(ctx: Context, work: () => Promise<Result>): Promise<Result> {
    if (this.open(ctx)) return work();
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.attempt(ctx, work);
      } catch (error) {
        if (attempt >= MAX_ATTEMPTS || !RETRYABLE.has(sqlState(error) ?? '')) throw error;
      }
    }
  }

  /** Ends the snapshot of a request: what is read next is read of a later moment. */
  close(ctx: Context): void {
    const reads = this.reads(ctx);
    reads.snapshot?.close();
    reads.snapshot = null;
  }

  /**
   * Ends the reads of a request for good. When a field fails, an answer may leave while others are still being read for
   * it: what these ask for then must not open a snapshot that nobody would end.
   */
  end(ctx: Context): void {
    this.reads(ctx).over = true;
    this.close(ctx);
  }

  /** Reads of something that is no request: its snapshot ends with the work. */
  async read<Result>(ctx: Context, work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } finally {
      this.close(ctx);
    }
  }

  /**
   * Rows of one moment, batch by batch, each an array of its columns: however many there are, one batch is in memory. On
   * a connection of its own, beside the snapshot of the context; what the context may not see is not among them.
   *
   * @param size rows of a batch
   */
  async *batches(
    ctx: TenantContext,
    asked: Statement<unknown[]>,
    values: readonly unknown[],
    size: number,
  ): AsyncGenerator<unknown[][], void, void> {
    yield* cursorBatches(await this.session(ctx), tenantSettings(ctx), { ...asked, values, size });
  }

  /** @returns how many migrations the database is behind this program */
  async missingMigrations(): Promise<number> {
    const rows = await this.app.query<{ name: string }[]>('SELECT name FROM migrations');
    const applied = new Set(rows.map(({ name }) => name));
    return MIGRATIONS.filter((migration) => !applied.has(migration.name)).length;
  }

  /** A connection of its own for what is held across transactions, such as a session's advisory lock. */
  async session(ctx: Context): Promise<PoolClient> {
    return connect(this.pool(ctx));
  }

  /** For packages that bring their own SQL on a pool, such as the counters of rate limits. */
  get systemPool(): Pool {
    return poolOf(this.system);
  }

  /** How much of the pools is in use, for whoever watches. */
  pools(): readonly PoolUse[] {
    return [poolUse('app', this.app), poolUse('system', this.system)];
  }

  onApplicationShutdown(): void {
    this.storage.disable();
  }

  private async attempt<Result>(ctx: Context, work: () => Promise<Result>): Promise<Result> {
    const runner = this.dataSource(ctx).createQueryRunner();
    try {
      const client = (await runner.connect()) as PoolClient;
      await runner.startTransaction();
      const transaction = new Transaction(runner, client);
      try {
        const opening = openingOf(ctx);
        // sent ahead of the work and not waited for: where a setting fails, so does all that is sent behind it
        const [, result] = await together([
          opening === null ? null : client.query(opening),
          this.storage.run({ ctx, transaction }, work),
        ]);
        await runner.commitTransaction();
        transaction.committed();
        return result;
      } catch (error) {
        await runner.rollbackTransaction().catch(() => undefined);
        throw error;
      }
    } finally {
      await runner.release();
    }
  }

  private snapshot(ctx: Context): Snapshot {
    const reads = this.reads(ctx);
    if (reads.over) throw new Error('The request that this read belongs to is over');
    reads.snapshot ??= new Snapshot(
      this.connectionsOf(this.pool(ctx)),
      ctx.kind === 'system' ? null : tenantSettings(ctx),
    );
    return reads.snapshot;
  }

  private connectionsOf(pool: Pool): SnapshotConnections {
    let connections = this.connections.get(pool);
    if (!connections) {
      connections = new SnapshotConnections(pool);
      this.connections.set(pool, connections);
    }
    return connections;
  }

  private dataSource(ctx: Context): DataSource {
    return ctx.kind === 'system' ? this.system : this.app;
  }

  private pool(ctx: Context): Pool {
    // TypeORM makes the pool; what it does not offer (pipelining, prepared statements) runs on it beside TypeORM
    return poolOf(this.dataSource(ctx));
  }
}

function poolOf({ driver }: DataSource): Pool {
  return (driver as PostgresDriver).master as Pool;
}

function poolUse(name: string, source: DataSource): PoolUse {
  const { totalCount, idleCount, waitingCount, options } = poolOf(source);
  return { name, total: totalCount, idle: idleCount, waiting: waitingCount, max: options.max };
}

/** A transaction is opened for one tenant: another's context inside it would read and write as the first. */
function assertSame(opened: Context, ctx: Context): void {
  const key = (it: Context): string =>
    it.kind === 'system' ? 'system' : `${it.tenantId} ${it.userId} ${it.scope}`;
  if (opened !== ctx && key(opened) !== key(ctx)) throw new Error('A transaction of another context is open');
}

/** What the work of a transaction is to find set; null: nothing. */
function openingOf(ctx: Context): string | null {
  const settings = ctx.kind === 'system' ? [] : [tenantSettings(ctx)];
  // who looks through another's eyes changes nothing, whatever the guard has let through
  if (ctx.kind !== 'seller' && ctx.impersonatorId !== null) settings.push('SET TRANSACTION READ ONLY');
  return settings.length === 0 ? null : settings.join('; ');
}
