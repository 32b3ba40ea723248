export type Cell = string | number | null;

/** A Markdown table that can be read as it is: numbers to the right, columns in line. */
export function table(headings: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const texts = rows.map((row) => headings.map((_, column) => textOf(row[column] ?? null)));
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, 3, ...texts.map((row) => row[column]?.length ?? 0)),
  );
  const right = headings.map((_, column) => rows.some((row) => typeof row[column] === 'number'));
  const line = (cells: readonly string[]): string => {
    const padded = cells.map((cell, column) => {
      const width = widths[column] ?? 0;
      return right[column] ? cell.padStart(width) : cell.padEnd(width);
    });
    return `| ${padded.join(' | ')} |`;
  };
  const rule = widths.map((width, column) =>
    right[column] ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width),
  );
  return [line(headings), line(rule), ...texts.map(line)].join('\n');
}

function textOf(cell: Cell): string {
  if (cell === null) return '';
  return typeof cell === 'string' ? cell : numberText(cell);
}

/** Three digits that count; whole numbers whole, with their thousands apart. */
export function numberText(value: number): string {
  if (!Number.isFinite(value)) return '-';
  if (Number.isInteger(value) || Math.abs(value) >= 100) return Math.round(value).toLocaleString('en-GB');
  return String(Number(value.toPrecision(3)));
}
