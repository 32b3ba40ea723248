/** Digits of a number that is an exact integer; undefined for fractions, infinities and anything past 2^53. */
export function integerDigits(value: unknown): string | undefined {
  if (typeof value === 'bigint') return value.toString();
  return Number.isSafeInteger(value) ? String(value) : undefined;
}
