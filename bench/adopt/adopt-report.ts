import type { PartFigures } from '../goals/part-figures.js';
import { rawFigures } from '../measure/document.js';
import { numberText, table } from '../measure/table.js';
import type { AdoptFigures } from './adopt-bench.js';

export function adoptReport({
  size,
  steps,
  seconds,
  megabytesBefore,
  megabytesAfter,
  memory,
}: AdoptFigures): PartFigures {
  const { sellers, products, sales, stockRecords } = size;
  const rows = steps.map(({ name, rows: read, seconds: taken }) => [
    name,
    read === 0 ? null : read,
    taken,
    read === 0 ? null : read / taken,
  ]);
  const text = [
    `${numberText(sellers)} sellers, ${numberText(products)} products, ${numberText(sales)} sales, ${numberText(stockRecords)} stock records.`,
    `${numberText(seconds)} s in all, with the report before; the command took ${numberText(memory?.sampledPeakMb ?? NaN)} MB of memory at most.`,
    `The database had ${numberText(megabytesBefore)} MB before and has ${numberText(megabytesAfter)} MB after.`,
    '',
    table(['step', 'rows', 'seconds', 'rows/s'], rows),
    '',
    rawFigures(
      steps.map(({ name, rows: read, seconds: taken }) => ({ step: name, rows: read, seconds: taken })),
    ),
  ].join('\n');
  return { text, measured: {} };
}
