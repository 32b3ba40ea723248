/** A series of the text that Prometheus reads, by name and labels as they stand there. */
export type Exposition = ReadonlyMap<string, number>;

const LINE = /^([A-Za-z_:][\w:]*)(\{.*\})? (\S+)$/;

/** @throws Error for a line that is neither a comment nor a sample */
export function readExposition(text: string): Exposition {
  const series = new Map<string, number>();
  for (const line of text.split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const [, name, labels = '', value] = LINE.exec(line) ?? [];
    if (name === undefined) throw new Error(`No sample: ${line}`);
    series.set(`${name}${labels}`, value === '+Inf' ? Infinity : Number(value));
  }
  return series;
}

/** Series of one name, by their labels. */
export function seriesOf(exposition: Exposition, name: string): Record<string, number> {
  return Object.fromEntries(
    [...exposition]
      .filter(([key]) => key === name || key.startsWith(`${name}{`))
      .map(([key, value]) => [key.slice(name.length), value]),
  );
}
