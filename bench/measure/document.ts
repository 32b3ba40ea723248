import { readFile, writeFile } from 'node:fs/promises';

const FILE = 'docs/benchmarks.md';

/** Puts what was measured between the markers of its part. What stands around them is written by hand, and stays. */
export async function keepFigures(part: string, figures: string): Promise<void> {
  const { before, after } = await around(part);
  await writeFile(FILE, `${before}\n\n${figures}\n\n${after}`);
}

/** What stands between the markers of a part. */
export async function keptFigures(part: string): Promise<string> {
  return (await around(part)).between;
}

/** Figures as they were taken, a line each, for whoever wants to reckon again. */
export function rawFigures(lines: readonly object[]): string {
  return ['Raw figures:', '', '```json', ...lines.map((line) => JSON.stringify(line)), '```'].join('\n');
}

async function around(part: string): Promise<Record<'before' | 'between' | 'after', string>> {
  const text = await readFile(FILE, 'utf8');
  const [begin, end] = [`<!-- ${part}: begin -->`, `<!-- ${part}: end -->`];
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  if (from < 0 || to < from) throw new Error(`${FILE} lacks the markers "${begin}" and "${end}"`);
  const inner = from + begin.length;
  return { before: text.slice(0, inner), between: text.slice(inner, to), after: text.slice(to) };
}
