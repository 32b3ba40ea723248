/** Of a cell, in UTF-16 units: Excel takes a file with more for a broken one. */
const MOST_CHARACTERS = 32_767;
/** XML has no place for them. */
const NOT_IN_XML = /[\ufffe\uffff]/g;
/** Excel reads _x0041_ as A (ECMA-376, ST_Xstring): an underscore that would begin such a thing is written so itself. */
const ESCAPE = /_(?=x[0-9A-Fa-f]{4}_)/g;

/** A text as a cell can hold it, cut where it is too long. */
export function cellText(text: string): string {
  return text.slice(0, MOST_CHARACTERS).replace(NOT_IN_XML, '').replace(ESCAPE, '_x005F_');
}
