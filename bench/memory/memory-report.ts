import type { PartFigures } from '../goals/part-figures.js';
import { rawFigures } from '../measure/document.js';
import { numberText, table } from '../measure/table.js';
import type { MemoryFigures } from './memory-bench.js';
import { earlySecond, residentAt } from './samples.js';

const ROWS = 10;

export function memoryReport({ samples, requests, seconds, peakMb, heapMb }: MemoryFigures): PartFigures {
  const early = earlySecond(seconds);
  const [atFirst, atEnd] = [residentAt(samples, early), residentAt(samples, seconds)];
  const moments = [early, ...Array.from({ length: ROWS }, (_, index) => (seconds * (index + 1)) / ROWS)];
  const rows = [...new Set(moments)]
    .sort((a, b) => a - b)
    .map((second) => [second / 60, residentAt(samples, second), residentAt(samples, second) / atFirst]);
  const [used, total, beside] = [heapMb.used, heapMb.total, heapMb.beside].map((mb) =>
    numberText(Math.round(mb)),
  );
  const text = [
    `${numberText(requests)} requests in ${numberText(seconds / 60)} minutes; at most ${numberText(Math.round(peakMb))} MB were resident. Right after it the heap took ${total} MB, ${used} of them in use, and what V8 holds beside it ${beside} MB:`,
    '',
    table(['minute', 'resident MB', 'to early'], rows),
    '',
    rawFigures(samples.filter((_, index) => index % 10 === 0)),
  ].join('\n');
  return { text, measured: { 'memory to early': atEnd / atFirst, 'memory MB': atEnd } };
}
