import { integerDigits } from './integer.js';
import { strictScalar } from './strict-scalar.js';

const MIN = -(2n ** 63n);
const MAX = 2n ** 63n - 1n;

/** As PostgreSQL writes numbers, and too short to be out of range: nothing is left to ask of them. */
const SURELY_WITHIN = /^(?:0|-?[1-9]\d{0,17})$/;

/** The range of PostgreSQL's bigint. The length is checked first, so that a huge text is never converted. */
function parseBigInt(value: unknown): string | undefined {
  const text = typeof value === 'string' ? value : integerDigits(value);
  if (text === undefined) return undefined;
  if (SURELY_WITHIN.test(text)) return text;
  if (!/^-?(?:0|[1-9]\d{0,18})$/.test(text)) return undefined;
  const number = BigInt(text);
  return number >= MIN && number <= MAX ? number.toString() : undefined;
}

export const BigIntScalar = strictScalar<string, string>({
  name: 'BigInt',
  description: '64-bit integer as a string',
  expectation: 'an integer between -2^63 and 2^63-1 as a string, such as "9007199254740993", or an integer',
  parse: parseBigInt,
  serialize: parseBigInt,
});
