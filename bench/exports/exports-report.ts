import { rawFigures } from '../measure/document.js';
import { table } from '../measure/table.js';
import type { ExportFigures } from './exports-bench.js';

export function exportsReport(figures: readonly ExportFigures[]): string {
  const rows = figures.map(({ format, rows: written, bytes, seconds, cpu, memory }) => [
    format,
    written,
    seconds,
    written / seconds,
    bytes / 1e6,
    cpu,
    memory?.atStartMb ?? null,
    memory?.peakMb ?? null,
  ]);
  return [
    table(['format', 'rows', 'seconds', 'rows/s', 'file MB', 'CPU s', 'MB at start', 'MB at most'], rows),
    '',
    rawFigures(figures),
  ].join('\n');
}
