import { adoptBench } from './adopt/adopt-bench.js';
import { adoptReport } from './adopt/adopt-report.js';
import { accessBench } from './access/access-bench.js';
import { accessReport } from './access/access-report.js';
import { exportsBench } from './exports/exports-bench.js';
import { exportsReport } from './exports/exports-report.js';
import type { PartFigures } from './goals/part-figures.js';
import { growthBench } from './growth/growth-bench.js';
import { growthReport } from './growth/growth-report.js';
import { listsBench } from './lists/lists-bench.js';
import { listsReport } from './lists/lists-report.js';
import { memoryBench } from './memory/memory-bench.js';
import { memoryReport } from './memory/memory-report.js';
import type { Options, Part } from './options.js';
import type { BenchDatabase } from './processes/bench-database.js';
import { rollupsBench } from './rollups/rollups-bench.js';
import { rollupsReport } from './rollups/rollups-report.js';
import { summariesBench } from './summaries/summaries-bench.js';
import { summariesReport } from './summaries/summaries-report.js';
import { syncBench, worldOf } from './sync/sync-bench.js';
import { syncReport } from './sync/sync-report.js';
import { writesBench } from './writes/writes-bench.js';
import { writesReport } from './writes/writes-report.js';

type Measure = (database: BenchDatabase, options: Options) => Promise<PartFigures>;

/** No goal speaks of these: their own texts name what they should reach. */
const withoutGoal = (text: string): PartFigures => ({ text, measured: {} });

export const MEASURES: Readonly<Record<Part, Measure>> = {
  sync: async (database, { quick }) =>
    withoutGoal(syncReport(worldOf(quick), await syncBench(database, quick))),
  access: async (database, { quick }) => withoutGoal(accessReport(await accessBench(database, quick))),
  lists: async (database, { quick }) => listsReport(await listsBench(database, quick)),
  growth: async (database, options) => growthReport(await growthBench(database, options)),
  writes: async (database, options) => writesReport(await writesBench(database, options)),
  summaries: async (database, options) => summariesReport(await summariesBench(database, options)),
  rollups: async (database, options) => rollupsReport(await rollupsBench(database, options)),
  exports: async (database, { quick }) => withoutGoal(exportsReport(await exportsBench(database, quick))),
  adopt: async (database, options) => adoptReport(await adoptBench(database, options)),
  memory: async (database, options) => memoryReport(await memoryBench(database, options)),
};
