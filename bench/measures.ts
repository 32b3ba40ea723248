import { accessBench } from './access/access-bench.js';
import { accessReport } from './access/access-report.js';
import type { PartFigures } from './goals/part-figures.js';
import { listsBench } from './lists/lists-bench.js';
import { listsReport } from './lists/lists-report.js';
import type { Options, Part } from './options.js';
import type { BenchDatabase } from './processes/bench-database.js';
import { syncBench, worldOf } from './sync/sync-bench.js';
import { syncReport } from './sync/sync-report.js';

type Measure = (database: BenchDatabase, options: Options) => Promise<PartFigures>;

export const MEASURES: Readonly<Partial<Record<Part, Measure>>> = {
  sync: async (database, { quick }) => ({
    text: syncReport(worldOf(quick), await syncBench(database, quick)),
    measured: {},
  }),
  access: async (database, { quick }) => ({
    text: accessReport(await accessBench(database, quick)),
    measured: {},
  }),
  lists: async (database, { quick }) => listsReport(await listsBench(database, quick)),
};
