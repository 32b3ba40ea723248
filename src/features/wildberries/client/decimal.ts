const PLAIN = /^-?\d{1,13}(?:\.\d{1,2})?$/;
const NUMBER = /^(-?)(\d{1,40})(?:\.(\d{1,40}))?(?:[eE]([+-]?\d{1,3}))?$/;
/** The same bound for money everywhere: 13 digits before the point. */
const MAX_WHOLE_DIGITS = 13;

/**
 * Rounds the text of a number to a number of decimal places, half away from zero, by its digits alone: a binary
 * float would round 1.005 down.
 *
 * @returns e.g. `roundDecimal('1284.015', 2)` is '1284.02'; null when the text is no number or has more than 13
 * digits before the point. Zero has no sign.
 */
export function roundDecimal(text: string, places: number): string | null {
  const match = NUMBER.exec(text);
  if (!match) return null;
  const sign = match[1] ?? '';
  const scaled = scaledDigits(match, places).padStart(places + 1, '0');
  const cut = scaled.length - places;
  if (cut > MAX_WHOLE_DIGITS) return null;
  const value = places === 0 ? scaled : `${scaled.slice(0, cut)}.${scaled.slice(cut)}`;
  return sign && /[1-9]/.test(value) ? `-${value}` : value;
}

/** The number times 10^places, rounded, as digits. */
function scaledDigits(match: RegExpExecArray, places: number): string {
  const [, , whole = '', fraction = '', exponent = '0'] = match;
  const point = whole.length + Number(exponent);
  const leading = '0'.repeat(Math.min(Math.max(-point, 0), 80));
  const end = Math.max(point, 0) + places;
  // Digits before the point, then `places` digits, then one that decides the rounding.
  const digits = `${leading}${whole}${fraction}`.padEnd(end + 1, '0');
  const up = digits.charAt(end) >= '5';
  return (BigInt(digits.slice(0, end) || '0') + (up ? 1n : 0n)).toString();
}

/**
 * An amount of money as a decimal string with exactly two places, without sign: '1284.01'. Null for zero, since
 * zero in these reports means "not known yet" (they are filled in within 24 hours).
 *
 * @returns undefined when the text is no amount at all.
 */
export function amount(text: string): string | null | undefined {
  const rounded = PLAIN.test(text) ? padPlain(text) : roundDecimal(text, 2);
  if (rounded === null) return undefined;
  if (!/[1-9]/.test(rounded)) return null;
  return rounded.startsWith('-') ? rounded.slice(1) : rounded;
}

/** The fast way of nearly every row: at most two places, nothing to round. */
function padPlain(text: string): string {
  const trimmed = text.replace(/^(-?)0+(?=\d)/, '$1');
  const point = trimmed.indexOf('.');
  if (point < 0) return `${trimmed}.00`;
  return trimmed.length - point === 2 ? `${trimmed}0` : trimmed;
}
