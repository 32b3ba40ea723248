import { integerDigits } from './integer.js';
import { strictScalar } from './strict-scalar.js';

const MIN = -(2n ** 63n);
const MAX = 2n ** 63n - 1n;

/** The range of PostgreSQL's bigint. The length is checked first, so that a huge text is never converted. */
function parseBigInt(value: unknown): string | undefined {
  const text = typeof value === 'string' ? value : integerDigits(value);
  if (text === undefined || !/^-?(?:0|[1-9]\d{0,18})$/.test(text)) return undefined;
  // too short to be out of range, and written as it will be
  if (text.length <= 18 && text !== '-0') return text;
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
