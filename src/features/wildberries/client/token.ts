import { CATEGORY_BITS, READ_ONLY_BIT } from './categories.js';
import type { WbCategory } from './categories.js';

/** Claim `acc`: 1 base, 2 test, 3 personal, 4 service. A value we do not know is treated as the weakest one. */
export type WbTokenType = 'base' | 'test' | 'personal' | 'service' | 'unknown';

/** Which column of the limits table applies. "Base with secret" looks like base from outside: see README.md. */
export type TokenClass = 'personal' | 'base';

export interface WbTokenInfo {
  /** The seller's UUID; equals `sid` of seller-info. Limits count per this id, whatever the token. */
  readonly sid: string;
  readonly type: WbTokenType;
  readonly categories: ReadonlySet<WbCategory>;
  readonly readOnly: boolean;
  /** True for a token of the sandbox: its data are invented. */
  readonly sandbox: boolean;
  readonly expiresAt: Date;
}

/** `token` is the normalized text to store and to send. */
export type TokenReading =
  | { readonly ok: true; readonly token: string; readonly info: WbTokenInfo }
  | { readonly ok: false; readonly reason: 'malformed' }
  | { readonly ok: false; readonly reason: 'expired' | 'sandbox'; readonly info: WbTokenInfo };

/** Who a call is made for. */
export interface WbSeller {
  /** `sid` of the token: two tokens of one seller share that seller's limits. */
  readonly sellerId: string;
  readonly token: string;
  readonly tokenClass: TokenClass;
  /** When known, tells a bare "access denied" apart: a missing category, or something else. */
  readonly categories?: ReadonlySet<WbCategory>;
}

/** Longer than any real token; stops a pasted file from being decoded. */
const MAX_TOKEN_LENGTH = 8192;
/** The last second a Date can hold. */
const LATEST_SECOND = 8.64e12;
const JWT = /^[\w-]+\.[\w-]+\.[\w-]+$/;
const TYPES: Readonly<Record<number, WbTokenType>> = { 1: 'base', 2: 'test', 3: 'personal', 4: 'service' };

/** Trims what a person pastes: white space around, and the "Bearer " other tools put in front. */
export function normalizeToken(pasted: string): string {
  return pasted.trim().replace(/^bearer\s+/i, '');
}

/**
 * Reads a token locally. The signature is NOT checked (only Wildberries holds the key), so the outcome says what
 * the token claims, never that it works: see checkKey for that.
 *
 * @param nowMs epoch milliseconds, for the expiry.
 */
export function decodeToken(pasted: string, nowMs: number): TokenReading {
  const token = normalizeToken(pasted);
  const info = readClaims(token);
  if (!info) return { ok: false, reason: 'malformed' };
  if (info.sandbox || info.type === 'test') return { ok: false, reason: 'sandbox', info };
  if (info.expiresAt.getTime() <= nowMs) return { ok: false, reason: 'expired', info };
  return { ok: true, token, info };
}

export function tokenClassOf(type: WbTokenType): TokenClass {
  return type === 'personal' || type === 'service' ? 'personal' : 'base';
}

export function sellerOf(token: string, info: WbTokenInfo): WbSeller {
  return { sellerId: info.sid, token, tokenClass: tokenClassOf(info.type), categories: info.categories };
}

/** Whether the text may be put into a header at all (fetch would quote a bad header value in its error). */
export function isTokenText(token: string): boolean {
  return token.length <= MAX_TOKEN_LENGTH && JWT.test(token);
}

function readClaims(token: string): WbTokenInfo | null {
  if (!isTokenText(token)) return null;
  const claims = parseObject(token.split('.')[1] ?? '');
  if (!claims) return null;
  const { sid, exp, s, acc, t } = claims;
  if (typeof sid !== 'string' || !/^[\w-]{1,64}$/.test(sid)) return null;
  if (!isWhole(exp) || exp > LATEST_SECOND || !isWhole(s)) return null;
  const names = Object.keys(CATEGORY_BITS) as WbCategory[];
  return {
    sid,
    type: (typeof acc === 'number' ? TYPES[acc] : undefined) ?? 'unknown',
    categories: new Set(names.filter((name) => hasBit(s, CATEGORY_BITS[name]))),
    readOnly: hasBit(s, READ_ONLY_BIT),
    sandbox: t === true,
    expiresAt: new Date(exp * 1000),
  };
}

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

/** Not `mask & (1 << bit)`: shifts work on 32 bits, and the mask may outgrow them. */
function hasBit(mask: number, bit: number): boolean {
  return Math.floor(mask / 2 ** bit) % 2 === 1;
}

function parseObject(base64url: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(base64url, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
