import { integerDigits } from './integer.js';
import { strictScalar } from './strict-scalar.js';

const PLAIN_DECIMAL = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;
const MAX_DIGITS = 30;

/**
 * Plain notation only: no exponent, no sign +, no leading zeros, no bare point, no NaN. The scale is kept
 * ("1.50" stays "1.50"), as PostgreSQL's numeric does; minus zero becomes zero.
 */
function plainDecimal(value: unknown): string | undefined {
  const text = typeof value === 'string' ? value : integerDigits(value);
  if (text === undefined || !PLAIN_DECIMAL.test(text)) return undefined;
  return /^-[0.]+$/.test(text) ? text.slice(1) : text;
}

function parseDecimal(value: unknown): string | undefined {
  const text = plainDecimal(value);
  return text !== undefined && text.replace(/[-.]/g, '').length <= MAX_DIGITS ? text : undefined;
}

export const DecimalScalar = strictScalar<string, string>({
  name: 'Decimal',
  description: 'Exact decimal number as a string, e.g. "1234.50"',
  expectation: `a plain decimal number of at most ${MAX_DIGITS} digits as a string, such as "1234.50", or an integer`,
  parse: parseDecimal,
  // Averages computed by the database may be longer than what is accepted as input: they are handed out whole.
  serialize: plainDecimal,
});
