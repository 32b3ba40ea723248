import { rm } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { makeMarket } from '../data/make-market.js';
import { MemoryWatch, type Memory } from '../measure/memory.js';
import type { ApplicationCommands } from '../processes/application.process.js';
import type { BenchDatabase } from '../processes/bench-database.js';
import { Child } from '../processes/child.js';
import { GraphqlClient } from '../processes/graphql-client.js';
import { nodeFlagsOf } from '../processes/node-flags.js';

export interface ExportFigures {
  readonly format: string;
  readonly rows: number;
  readonly bytes: number;
  readonly seconds: number;
  /** Of the worker, in seconds. */
  readonly cpu: number;
  /** Of the worker; null where the system does not tell. */
  readonly memory: Memory | null;
}

/** Of what bench/data makes: a million records of stock are the big seller's. */
const SCALE = 0.2;
const QUICK_SCALE = 0.002;
const FORMATS = ['CSV', 'JSONL', 'XLSX'];
const PATIENCE_MS = 20 * 60_000;
const LOOKED_EVERY_MS = 100;

interface ExportRow {
  readonly state: string;
  readonly rows: number;
  readonly bytes: string;
  readonly error: string | null;
  readonly seconds: number | null;
}

/** The whole stock history of a big seller, in each format, by a worker that has done nothing before. */
export async function exportsBench(database: BenchDatabase, quick: boolean): Promise<ExportFigures[]> {
  const api = Child.start<ApplicationCommands>(
    'processes/application.process.js',
    await nodeFlagsOf('start'),
  );
  try {
    const origin = await api.ask('listen', database.settings);
    const big = await GraphqlClient.register(origin, 'exports');
    const small = await GraphqlClient.register(origin, 'beside');
    await makeMarket(database, { big, small }, quick ? QUICK_SCALE : SCALE);
    const figures: ExportFigures[] = [];
    for (const format of FORMATS) figures.push(await exportOnce(database, await big.again(), format));
    return figures;
  } finally {
    await api.end();
    await rm(database.settings.exports.folder, { recursive: true, force: true });
  }
}

async function exportOnce(
  database: BenchDatabase,
  seller: GraphqlClient,
  format: string,
): Promise<ExportFigures> {
  const worker = Child.start<ApplicationCommands>(
    'processes/application.process.js',
    await nodeFlagsOf('worker'),
  );
  try {
    await worker.ask('work', database.settings);
    const [memory, cpuBefore] = [await MemoryWatch.start(worker.pid), await worker.ask('cpuSeconds')];
    const { state, rows, bytes, error, seconds } = await finished(database, await start(seller, format));
    if (state !== 'SUCCEEDED' || seconds === null)
      throw new Error(`The export ended ${state}: ${error ?? ''}`);
    const cpu = (await worker.ask('cpuSeconds')) - cpuBefore;
    return { format, rows, bytes: Number(bytes), seconds, cpu, memory: memory && (await memory.end()) };
  } finally {
    await worker.end();
  }
}

async function start(seller: GraphqlClient, format: string): Promise<string> {
  const { startExport } = await seller.ask<{ startExport: { export: { id: string } | null } }>(
    `mutation { startExport(input: {kind: STOCK_HISTORY, format: ${format}}) { export { id } userErrors { message } } }`,
  );
  if (!startExport.export) throw new Error('The export was refused');
  return startExport.export.id;
}

async function finished(database: BenchDatabase, id: string): Promise<ExportRow> {
  for (let waited = 0; waited < PATIENCE_MS; waited += LOOKED_EVERY_MS) {
    const [row] = await database.query<ExportRow>(EXPORT, [id]);
    if (row && row.state !== 'QUEUED' && row.state !== 'RUNNING') return row;
    await delay(LOOKED_EVERY_MS);
  }
  throw new Error('The export does not end');
}

const EXPORT = `
  SELECT state, rows, bytes, error, extract(epoch FROM finished_at - started_at)::float8 AS seconds FROM exports
  WHERE id = $1
`;
