import type { PartFigures } from '../goals/part-figures.js';
import { rawFigures } from '../measure/document.js';
import { quantile } from '../measure/statistics.js';
import { numberText, table } from '../measure/table.js';
import { spread } from '../processes/rounds-table.js';
import { ROWS } from './batches.js';
import { WAYS, WORKS, type WrittenBatch } from './writes-bench.js';

export function writesReport(written: readonly WrittenBatch[]): PartFigures {
  const of = (work: string, way: string): WrittenBatch[] =>
    written.filter((each) => each.work === work && each.way === way);
  const ratios = (work: string): number[] => {
    const byApi = new Map(of(work, 'API').map(({ batch, ms }) => [batch, ms]));
    return of(work, 'COPY').map(({ batch, ms }) => ms / (byApi.get(batch) ?? NaN));
  };
  const rows = WORKS.flatMap((work) =>
    WAYS.map((way) => {
      const own = of(work, way);
      const ms = own.map((each) => each.ms);
      return [
        `${work}: ${way}`,
        spread(ms.map((each) => (ROWS * 1000) / each)),
        way === 'API' ? spread(ratios(work)) : '',
        quantile(ms, 0.5),
        quantile(ms, 0.99),
        way === 'API' ? mean(own.map(({ apiCpuMs }) => apiCpuMs)) : null,
        mean(own.map(({ databaseCpuMs }) => databaseCpuMs ?? NaN)),
      ];
    }),
  );
  const headings = ['batch', 'rows/s', 'to COPY', 'p50 ms', 'p99 ms', 'CPU ms', 'PostgreSQL CPU ms'];
  const count = new Set(written.map(({ batch }) => batch)).size;
  const text = [
    `Batches of ${numberText(ROWS)} rows, one at a time; median (least to most) of ${count} in turns:`,
    '',
    table(headings, rows),
    '',
    rawFigures(written),
  ].join('\n');
  const measured = WORKS.map((work) => [`${work} to COPY`, quantile(ratios(work), 0.5)] as const);
  return { text, measured: Object.fromEntries(measured) };
}

/** One batch takes less than the system's clock of processor time can tell. */
function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
