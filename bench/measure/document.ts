import { readFile, writeFile } from 'node:fs/promises';

const FILE = 'docs/benchmarks.md';

/** Puts what was measured between the markers of its part. What stands around them is written by hand, and stays. */
export async function keepFigures(part: string, figures: string): Promise<void> {
  const text = await readFile(FILE, 'utf8');
  const [begin, end] = [`<!-- ${part}: begin -->`, `<!-- ${part}: end -->`];
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  if (from < 0 || to < from) throw new Error(`${FILE} lacks the markers "${begin}" and "${end}"`);
  await writeFile(FILE, `${text.slice(0, from + begin.length)}\n\n${figures}\n\n${text.slice(to)}`);
}

/** Figures as they were taken, a line each, for whoever wants to reckon again. */
export function rawFigures(lines: readonly object[]): string {
  return ['Raw figures:', '', '```json', ...lines.map((line) => JSON.stringify(line)), '```'].join('\n');
}
