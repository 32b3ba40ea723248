/**
 * What a spreadsheet takes for the beginning of a formula (OWASP, CSV Injection): = + - @, their full-width and small
 * forms, the true minus, tab and line breaks; space before it does not help.
 */
const FORMULA =
  /^(?:[\t\r\n]|[\s\u200b\ufeff]*[=+\-@\u2212\ufe62\ufe63\ufe66\ufe6b\uff0b\uff0d\uff1d\uff20])/u;

/** The same text, with an apostrophe before it where it would be computed. */
export function withoutFormula(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}
