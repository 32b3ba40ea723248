/** Characters; a genuine token has about 500. */
const MAX_TOKEN_LENGTH = 8192;
const COMPACT_JWS = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/;
/** A clock that issues tokens may be ahead of the one that checks them by so much. */
const CLOCK_SKEW_SECONDS = 60;

/** Whatever else a header may hold (jku, jwk, x5u, crit …) is an attempt to choose the key or the rules: refused. */
const HEADER_FIELDS: ReadonlySet<string> = new Set(['alg', 'typ', 'kid']);

/** What is needed to choose the key. Nothing of it is proven yet. */
export function readHeader(token: string): { typ: string; kid: string } | null {
  if (token.length > MAX_TOKEN_LENGTH || !COMPACT_JWS.test(token)) return null;
  const header = parseObject(token.slice(0, token.indexOf('.')));
  if (header === null || !Object.keys(header).every((field) => HEADER_FIELDS.has(field))) return null;
  const { typ, kid } = header;
  return typeof typ === 'string' && typeof kid === 'string' ? { typ, kid } : null;
}

function parseObject(base64Url: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(base64Url, 'base64url').toString('utf8'));
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/**
 * Whether this is within the lifetime of a token that lives no longer than it may: to the second at the end, with the
 * leeway at the beginning.
 */
export function readLifetime(
  { iat, exp, nbf }: Record<string, unknown>,
  nowSeconds: number,
  maxSeconds: number,
): { readonly exp: number } | null {
  if (!isSeconds(iat) || !isSeconds(exp)) return null;
  if (nbf !== undefined && !(isSeconds(nbf) && nbf <= nowSeconds + CLOCK_SKEW_SECONDS)) return null;
  const isNow = iat <= nowSeconds + CLOCK_SKEW_SECONDS && nowSeconds < exp;
  return isNow && exp > iat && exp - iat <= maxSeconds ? { exp } : null;
}

function isSeconds(value: unknown): value is number {
  return Number.isSafeInteger(value);
}
