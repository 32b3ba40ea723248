import { rawFigures } from '../measure/document.js';
import { numberText, table } from '../measure/table.js';
import type { World } from '../processes/simulator.js';
import type { Written } from './row-counts.js';
import type { SyncFigures } from './sync-bench.js';

/** The figures as Markdown. */
export function syncReport(world: World, figures: readonly SyncFigures[]): string {
  const { cards, warehouses, days, sales } = world;
  const size = `${numberText(cards)} cards, ${warehouses} warehouses of the marketplace and one of the seller's, ${days} days of about ${numberText(sales)} sales`;
  return [
    `A seller of ${size}.`,
    '',
    wholeTable(figures),
    '',
    'By dataset, seconds and rows written:',
    '',
    datasetTable(figures),
    '',
    'By table, rows inserted (+), updated (~) and deleted (-), by the sync and the rollup behind it:',
    '',
    writtenTable(figures),
    '',
    rawFigures(
      figures.map(({ written, ...rest }) => ({
        ...rest,
        walMb: written.walMb,
        written: Object.fromEntries(written.tables),
      })),
    ),
  ].join('\n');
}

function wholeTable(figures: readonly SyncFigures[]): string {
  const headings = [
    'sync',
    'seconds',
    'worker CPU s',
    'PostgreSQL CPU s',
    'simulator CPU s',
    'peak RSS MB',
    'WAL MB',
    'rollup s',
  ];
  const rows = figures.map(({ name, run, cpu, memory, peakMb, written, rollupSeconds }) => [
    name,
    run.seconds,
    cpu.worker,
    cpu.database,
    cpu.simulator,
    Math.round(memory?.sampledPeakMb ?? peakMb),
    written.walMb,
    rollupSeconds,
  ]);
  const first = figures[0];
  const most = Math.round(figures.at(-1)?.peakMb ?? NaN);
  const told = `The worker held ${Math.round(first?.memory?.atStartMb ?? NaN)} MB before the first sync, and at most ${most} MB by its own count.`;
  return `${table(headings, rows)}\n\n${told}`;
}

function datasetTable(figures: readonly SyncFigures[]): string {
  const names = figures[0]?.run.datasets.map(({ dataset }) => dataset) ?? [];
  const headings = ['dataset', ...figures.flatMap(({ name }) => [`${name}: s`, 'rows'])];
  const rows = names.map((name) => [
    name,
    ...figures.flatMap(({ run }) => {
      const found = run.datasets.find(({ dataset }) => dataset === name);
      return [found?.seconds ?? null, found?.rows ?? null];
    }),
  ]);
  return table(headings, rows);
}

function writtenTable(figures: readonly SyncFigures[]): string {
  const names = [...new Set(figures.flatMap(({ written }) => [...written.tables.keys()]))].sort();
  const rows = names
    .map((name) => [name, ...figures.map(({ written }) => writtenText(written.tables.get(name)))])
    .filter(([, ...cells]) => cells.some((cell) => cell !== ''));
  return table(['table', ...figures.map(({ name }) => name)], rows);
}

function writtenText(written: Written | undefined): string {
  if (!written) return '';
  const parts = [
    ['+', written.inserted],
    ['~', written.updated],
    ['-', written.deleted],
  ] as const;
  return parts.flatMap(([sign, count]) => (count === 0 ? [] : [sign + numberText(count)])).join(' ');
}
