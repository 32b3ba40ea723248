/** An exact number; the denominator is above zero. */
export interface Fraction {
  readonly over: bigint;
  readonly under: bigint;
}

export const ZERO: Fraction = { over: 0n, under: 1n };

export function whole(value: bigint | number): Fraction {
  return { over: BigInt(value), under: 1n };
}

/** @param text such as -12.50 */
export function decimal(text: string): Fraction {
  const [before = '', after = ''] = text.split('.');
  return { over: BigInt(before + after), under: 10n ** BigInt(after.length) };
}

export function plus(a: Fraction, b: Fraction): Fraction {
  return { over: a.over * b.under + b.over * a.under, under: a.under * b.under };
}

export function minus(a: Fraction, b: Fraction): Fraction {
  return plus(a, { over: -b.over, under: b.under });
}

export function times(a: Fraction, b: Fraction): Fraction {
  return { over: a.over * b.over, under: a.under * b.under };
}

export function by(a: Fraction, b: Fraction): Fraction {
  const sign = b.over < 0n ? -1n : 1n;
  return { over: sign * a.over * b.under, under: sign * a.under * b.over };
}

/** Below zero, zero or above it, as a is to b. */
export function compare(a: Fraction, b: Fraction): number {
  const difference = minus(a, b).over;
  return difference < 0n ? -1 : Number(difference > 0n);
}

export function sumOf(values: readonly Fraction[]): Fraction {
  return values.reduce(plus, ZERO);
}

/** Half away from zero, as text with so many decimals. */
export function rounded(value: Fraction, scale: number): string {
  const size = value.over < 0n ? -value.over : value.over;
  const units = (2n * size * 10n ** BigInt(scale) + value.under) / (2n * value.under);
  const digits = units.toString().padStart(scale + 1, '0');
  const point = digits.length - scale;
  const text = scale === 0 ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`;
  return value.over < 0n && units > 0n ? `-${text}` : text;
}

/** Rounded to eight decimals, then up. */
export function upToUnits(value: Fraction): bigint {
  const { over, under } = decimal(rounded(value, 8));
  return over > 0n ? (over + under - 1n) / under : over / under;
}

export function floor({ over, under }: Fraction): bigint {
  return over >= 0n ? over / under : -((-over + under - 1n) / under);
}

export function toNumber(value: Fraction): number {
  return Number(rounded(value, 12));
}
