/** Of a cell, in UTF-16 units: Excel takes a file with more for a broken one. */
const MOST_CHARACTERS = 32_767;
/**
 * What XML has no place for, or does not keep: a carriage return would be read as a line feed, and DEL is left out by
 * exceljs. Besides, what reads like such an escape itself (ECMA-376, ST_Xstring: _x0041_ is A).
 */
const ESCAPED = /[\u0001-\u0008\u000b-\u001f\u007f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)/g;

/** A text as a cell can hold it, cut where it is too long; never within a character. */
export function cellText(text: string): string {
  return cut(text).replace(ESCAPED, (character) => `_x${hexOf(character)}_`);
}

function cut(text: string): string {
  if (text.length <= MOST_CHARACTERS) return text;
  const first = text.slice(0, MOST_CHARACTERS);
  return first.isWellFormed() ? first : first.slice(0, -1);
}

function hexOf(character: string): string {
  return character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
}
