import { accessBench } from './access/access-bench.js';
import { accessReport } from './access/access-report.js';
import { keepFigures } from './measure/document.js';
import { machineLine } from './measure/machine.js';
import { readOptions } from './options.js';
import { BenchDatabase } from './processes/bench-database.js';
import { productsBench } from './products/products-bench.js';
import { productsReport } from './products/products-report.js';
import { syncBench, worldOf } from './sync/sync-bench.js';
import { syncReport } from './sync/sync-report.js';

const { parts, quick } = readOptions(process.argv.slice(2));

/** Each part on a database of its own, so that neither finds the other's traces. */
const MEASURES = {
  sync: async (database: BenchDatabase) => syncReport(worldOf(quick), await syncBench(database, quick)),
  access: async (database: BenchDatabase) => accessReport(await accessBench(database, quick)),
  products: async (database: BenchDatabase) => productsReport(await productsBench(database, quick)),
};

for (const part of parts) {
  const database = await BenchDatabase.start();
  // the measured processes go with this one; the server would stay
  const interrupted = (): void => void database.end().finally(() => process.exit(1));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, interrupted);
  try {
    const machine = machineLine(await database.version());
    const figures = `Measured ${machine}.\n\n${await MEASURES[part](database)}`;
    console.log(`\n${figures}\n`);
    if (!quick) await keepFigures(part, figures);
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, interrupted);
    await database.end();
  }
}
