import { fileProblem } from '../domain/file-problems.js';
import { NO_WORKBOOK, type Parts } from './unpack.js';
import { readWhole } from './xml.js';

/** Far above what ten thousand rows need. */
const MOST_STRINGS = 500_000;

/** The name of the part that holds the first sheet, in the order in which the sheets are shown. */
export async function firstSheet(parts: Parts): Promise<string> {
  let wanted: string | undefined;
  await readWhole(parts.text('xl/workbook.xml'), {
    open: (name, attributes) => {
      if (name === 'sheet') wanted ??= attributes['r:id'];
    },
  });
  let target: string | undefined;
  await readWhole(parts.text('xl/_rels/workbook.xml.rels'), {
    open: (name, { Id, Target }) => {
      if (name === 'Relationship' && Id === wanted) target = Target;
    },
  });
  if (wanted === undefined || target === undefined) throw fileProblem(NO_WORKBOOK);
  return target.startsWith('/') ? target.slice(1) : `xl/${target}`;
}

/** Texts that cells refer to by number. Of rich text the letters count, and not how to read them aloud (rPh). */
export async function sharedStrings(parts: Parts): Promise<string[]> {
  const name = 'xl/sharedStrings.xml';
  const strings: string[] = [];
  if (!parts.has(name)) return strings;
  let text = '';
  let isText = false;
  let isAloud = false;
  await readWhole(parts.text(name), {
    open: (tag) => {
      if (tag === 'si') text = '';
      if (tag === 'rPh') isAloud = true;
      isText = tag === 't' && !isAloud;
    },
    text: (piece) => {
      if (isText) text += piece;
    },
    close: (tag) => {
      isText = false;
      if (tag === 'rPh') isAloud = false;
      if (tag !== 'si') return;
      if (strings.length >= MOST_STRINGS)
        throw fileProblem(`The workbook has more than ${MOST_STRINGS} texts. Leave out what is not needed.`);
      strings.push(unescaped(text));
    },
  });
  return strings;
}

/**
 * Excel writes what XML can not hold as _x000D_, and what looks so as _x005F_x000D_ (ECMA-376, ST_Xstring). What no text
 * can hold (NUL, half a character) stays as it is written.
 */
export function unescaped(text: string): string {
  return text.replace(/_x(?!0000|[Dd][89A-Fa-f])([0-9A-Fa-f]{4})_/g, (_, code: string) =>
    String.fromCharCode(parseInt(code, 16)),
  );
}
