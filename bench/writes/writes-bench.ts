import pg from 'pg';
import { makeMarket } from '../data/make-market.js';
import type { Options } from '../options.js';
import { installPeers } from '../peers/peer-packages.js';
import type { ApplicationCommands } from '../processes/application.process.js';
import type { BenchDatabase } from '../processes/bench-database.js';
import { Child } from '../processes/child.js';
import { GraphqlClient } from '../processes/graphql-client.js';
import { nodeFlagsOf } from '../processes/node-flags.js';
import { saleRows, stockRows, type Batch } from './batches.js';
import { copiedSales, copiedStock, copy } from './copy.js';
import { recordSales, recordStock } from './recording.js';

export const WAYS = ['API', 'COPY'] as const;
export const WORKS = ['recordStock', 'recordStock of 100 products', 'recordSales'] as const;

export interface WrittenBatch {
  readonly work: (typeof WORKS)[number];
  readonly way: (typeof WAYS)[number];
  readonly batch: number;
  readonly ms: number;
  /** Milliseconds of processor time: of the API, and of PostgreSQL behind it. */
  readonly apiCpuMs: number;
  readonly databaseCpuMs: number | null;
}

/** Of the scale that was asked for, and enough for a thousand products. */
const SHARE = 0.1;
const LEAST_SCALE = 0.02;

interface Writing {
  readonly database: BenchDatabase;
  readonly api: Child<ApplicationCommands>;
  readonly seller: GraphqlClient;
  readonly client: pg.Client;
  readonly productIds: readonly string[];
}

/** A thousand new rows by the API, a thousand of the same kind by COPY, in turns, one batch at a time. */
export async function writesBench(database: BenchDatabase, options: Options): Promise<WrittenBatch[]> {
  await installPeers();
  const api = Child.start<ApplicationCommands>(
    'processes/application.process.js',
    await nodeFlagsOf('start'),
  );
  const client = new pg.Client({ connectionString: database.superuserUrl });
  try {
    const origin = await api.ask('listen', database.settings);
    const big = await GraphqlClient.register(origin, 'writes');
    const small = await GraphqlClient.register(origin, 'beside');
    await makeMarket(database, { big, small }, Math.max(LEAST_SCALE, options.scale * SHARE));
    const products = await database.query<{ id: string }>(
      'SELECT id FROM products WHERE tenant_id = $1 ORDER BY id LIMIT 1000',
      [big.tenantId],
    );
    await client.connect();
    const seller = await big.again();
    return await batches(
      { database, api, seller, client, productIds: products.map(({ id }) => id) },
      options.quick,
    );
  } finally {
    await client.end();
    await api.end();
  }
}

async function batches(writing: Writing, quick: boolean): Promise<WrittenBatch[]> {
  const [warm, counted] = quick ? [1, 4] : [10, 60];
  const written: WrittenBatch[] = [];
  for (let batch = 0; batch < warm + counted; batch++) {
    for (const work of WORKS) {
      // each in turn goes first
      for (const way of batch % 2 === 0 ? WAYS : WAYS.toReversed()) {
        const figures = await measured(writing, prepared(writing, { work, way, batch }));
        if (batch >= warm) written.push({ work, way, batch, ...figures });
      }
    }
  }
  return written;
}

/** A row each, which moves as many totals, is the worst case; a seller who counts has most goods in several warehouses. */
const FEW_PRODUCTS = 100;

/** Rows and texts are made before the clock runs. */
function prepared(
  { seller, client, productIds }: Writing,
  { work, way, batch }: Pick<WrittenBatch, 'work' | 'way' | 'batch'>,
): () => Promise<void> {
  const of = work === 'recordStock of 100 products' ? productIds.slice(0, FEW_PRODUCTS) : productIds;
  const made: Batch = { name: `${work} ${way} ${batch}`, productIds: of, at: new Date().toISOString() };
  if (work !== 'recordSales') {
    const rows = stockRows(made);
    if (way === 'API') return () => recordStock(seller, rows);
    const tables = copiedStock(seller, rows);
    return () => copy(client, tables);
  }
  const rows = saleRows(made);
  if (way === 'API') return () => recordSales(seller, rows);
  const tables = copiedSales(seller, rows);
  return () => copy(client, tables);
}

async function measured(
  { database, api }: Writing,
  write: () => Promise<void>,
): Promise<Pick<WrittenBatch, 'ms' | 'apiCpuMs' | 'databaseCpuMs'>> {
  const databaseBefore = await database.cpuSeconds();
  const apiBefore = await api.ask('cpuSeconds');
  const startedAt = performance.now();
  await write();
  const ms = performance.now() - startedAt;
  const apiCpuMs = ((await api.ask('cpuSeconds')) - apiBefore) * 1000;
  const databaseAfter = await database.cpuSeconds();
  const databaseCpuMs =
    databaseBefore === null || databaseAfter === null ? null : (databaseAfter - databaseBefore) * 1000;
  return { ms, apiCpuMs, databaseCpuMs };
}
