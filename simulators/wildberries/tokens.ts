import { createHmac } from 'node:crypto';
import { hashText, uuidOf } from './random.js';

/** Bit position of each token category in the claim `s`. */
const CATEGORY_BITS = {
  content: 1,
  analytics: 2,
  prices: 3,
  marketplace: 4,
  statistics: 5,
  promotion: 6,
  feedbacks: 7,
  chat: 9,
  supplies: 10,
  returns: 11,
  documents: 12,
  finance: 13,
  users: 16,
} as const;
const READ_ONLY_BIT = 30;

/** Claim `acc` of each kind of token. */
const TYPE_CODES = { base: 1, test: 2, personal: 3, service: 4 } as const;

export type TokenCategory = keyof typeof CATEGORY_BITS;
export type TokenType = keyof typeof TYPE_CODES;

export const TOKEN_CATEGORIES: readonly TokenCategory[] = [
  'content',
  'analytics',
  'prices',
  'marketplace',
  'statistics',
  'finance',
];

export const DEFAULT_SID = 'e8923014-e233-47a8-898e-3cc86d67ea61';

export interface TokenSpec {
  /** Seller id; the default world's by default. */
  readonly sid?: string;
  /** 'personal' by default. */
  readonly type?: TokenType;
  /** All that the simulator's methods need, by default. */
  readonly categories?: readonly TokenCategory[];
  /** True by default. */
  readonly readOnly?: boolean;
  /** Unix milliseconds; 180 days after issue by default. */
  readonly expiresAt?: number | Date;
  /** Unix milliseconds; the simulated now by default. */
  readonly issuedAt?: number | Date;
}

/** What the gateway reads from a token. */
export interface TokenClaims {
  readonly sid: string;
  readonly type: TokenType;
  readonly categories: ReadonlySet<TokenCategory>;
  readonly readOnly: boolean;
  /** Unix milliseconds. */
  readonly expiresAt: number;
}

const LIFE_MS = 180 * 86_400_000;
/** Not a secret: the simulator trusts every well-formed token, the key only gives tokens their usual shape. */
const DUMMY_KEY = 'wildberries-simulator';

function segment(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** Makes a token of the marketplace's form; equal specs give equal tokens. `nowMs` is the simulated now. */
export function mintToken(spec: TokenSpec, nowMs: number): string {
  const sid = spec.sid ?? DEFAULT_SID;
  const type = spec.type ?? 'personal';
  const issuedAt = Number(spec.issuedAt ?? nowMs);
  let mask = (spec.readOnly ?? true) ? 2 ** READ_ONLY_BIT : 0;
  for (const category of new Set(spec.categories ?? TOKEN_CATEGORIES)) mask += 2 ** CATEGORY_BITS[category];
  const word = hashText(sid);
  const body = [
    segment({ alg: 'HS256', kid: 'simulator', typ: 'JWT' }),
    segment({
      acc: TYPE_CODES[type],
      ent: 1,
      exp: Math.floor(Number(spec.expiresAt ?? issuedAt + LIFE_MS) / 1000),
      for: 'self',
      iat: Math.floor(issuedAt / 1000),
      id: uuidOf(word, mask),
      iid: word,
      oid: word % 10_000_000,
      s: mask,
      sid,
      t: type === 'test',
      uid: word,
    }),
  ].join('.');
  return `${body}.${createHmac('sha256', DUMMY_KEY).update(body).digest('base64url')}`;
}

/** The token of an Authorization header, sent raw or after "Bearer". */
export function tokenOf(header: string | undefined): string {
  return (header ?? '').replace(/^Bearer\s+/i, '').trim();
}

/** Reads a token without checking its signature; a text tells what is wrong with a malformed one. */
export function readToken(token: string): TokenClaims | string {
  const parts = token.split('.');
  if (parts.length !== 3) return 'token is malformed: token contains an invalid number of segments';
  let claims: Record<string, unknown>;
  try {
    const parsed: unknown = JSON.parse(Buffer.from(parts[1] ?? '', 'base64url').toString('utf8'));
    if (typeof parsed !== 'object' || parsed === null)
      return 'token is malformed: could not JSON decode claim';
    claims = parsed as Record<string, unknown>;
  } catch {
    return 'token is malformed: could not JSON decode claim';
  }
  const { sid, s, acc, exp } = claims;
  const type = (Object.keys(TYPE_CODES) as TokenType[]).find((name) => TYPE_CODES[name] === acc);
  if (typeof sid !== 'string' || typeof s !== 'number' || typeof exp !== 'number' || !type) {
    return 'token is malformed: token has invalid claims';
  }
  const has = (bit: number): boolean => Math.floor(s / 2 ** bit) % 2 === 1;
  const names = Object.keys(CATEGORY_BITS) as TokenCategory[];
  const categories = new Set(names.filter((name) => has(CATEGORY_BITS[name])));
  return { sid, type, categories, readOnly: has(READ_ONLY_BIT), expiresAt: exp * 1000 };
}
