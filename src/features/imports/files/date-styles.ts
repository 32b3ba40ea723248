import type { Parts } from './unpack.js';
import { readWhole } from './xml.js';

/** Number formats that need no telling: dates and times, also those of the Far East (ECMA-376, 18.8.30). */
const KNOWN: readonly (readonly [from: number, to: number])[] = [[14, 22], [27, 36], [45, 47], [50, 58]]; // prettier-ignore
/** Of a format what stands for itself: quoted or escaped letters, colours, currencies, padding. */
const LITERAL = /"[^"]*"|\\.|\[[^\]]*\]|[_*]./g;

/**
 * Styles of cells whose number is a date: by the number alone the first of December is a cost of 45992. Spreadsheets make
 * dates of what was typed as 12.25.
 */
export async function dateStyles(parts: Parts): Promise<ReadonlySet<number>> {
  const name = 'xl/styles.xml';
  const dates = new Set<number>();
  if (!parts.has(name)) return dates;
  const formats = new Map<string, string>();
  let isOfCells = false;
  let style = 0;
  await readWhole(parts.text(name), {
    open: (tag, { numFmtId = '0', formatCode = '' }) => {
      if (tag === 'numFmt') formats.set(numFmtId, formatCode);
      if (tag === 'cellXfs') isOfCells = true;
      if (tag !== 'xf' || !isOfCells) return;
      if (isDate(Number(numFmtId), formats.get(numFmtId))) dates.add(style);
      style += 1;
    },
    close: (tag) => {
      if (tag === 'cellXfs') isOfCells = false;
    },
  });
  return dates;
}

function isDate(id: number, format: string | undefined): boolean {
  if (format !== undefined) return /[dmyhs]/i.test(format.replace(LITERAL, ''));
  return KNOWN.some(([from, to]) => id >= from && id <= to);
}
