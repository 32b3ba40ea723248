import { goalsBlock, goalsTable, measuredOf, type Measured } from './goals/goals-table.js';
import { keepFigures, keptFigures } from './measure/document.js';
import { machineLine } from './measure/machine.js';
import { readOptions } from './options.js';
import { BenchDatabase } from './processes/bench-database.js';
import { MEASURES } from './measures.js';

const options = readOptions(process.argv.slice(2));

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void BenchDatabase.endAll().finally(() => process.exit(1)));

let measured: Measured = {};
for (const part of options.parts) {
  // each on a database of its own, so that none finds the others' traces
  const database = await BenchDatabase.start();
  try {
    const machine = machineLine(await database.version());
    const figures = await MEASURES[part](database, options);
    const text = `Measured ${machine}.\n\n${figures.text}`;
    console.log(`\n${text}\n`);
    measured = { ...measured, ...figures.measured };
    if (!options.quick) {
      await keepFigures(part, text);
      await keepFigures('goals', goalsBlock({ ...measuredOf(await keptFigures('goals')), ...measured }));
    }
  } finally {
    await database.end();
  }
}
console.log(`\nGoals\n\n${goalsTable(measured)}\n`);
