import { createSecretKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { Role } from '../access/role.js';
import { readHeader, readLifetime } from './token-shape.js';

/** Seconds that an access token lives. */
export const ACCESS_TOKEN_LIFETIME_SECONDS = 15 * 60;
const TYPE = 'at+jwt';
const ALGORITHM = 'HS256';
/** RFC 7518 section 3.2: a key for HS256 has at least the size of the hash. */
const MIN_SECRET_BYTES = 32;

export interface AccessClaims {
  /** Id of the user. */
  sub: string;
  tenantId: string;
  role: Role;
  /** Family of the refresh token that this sign-in goes back to. */
  sessionId: string;
  /** Compared with the user's own; a changed role, password or e-mail raises that one. */
  tokenVersion: number;
}

export interface TokenKey {
  /** Name of the key in the token's header. */
  kid: string;
  secret: string;
}

export interface TokenKeys {
  /** Signs and verifies. */
  current: TokenKey;
  /** Verify what they signed before they were replaced; may go once the tokens' lifetime is over. */
  previous?: readonly TokenKey[];
}

/** Who issues for whom, and how the rest of the payload is read. */
export interface TokenProfile<Claims> {
  issuer: string;
  audience: string;
  write: (claims: Claims) => Record<string, unknown>;
  /** Null for a payload that was signed but does not have the right shape. */
  read: (payload: Record<string, unknown>) => Claims | null;
}

export const accessTokenProfile: TokenProfile<AccessClaims> = {
  issuer: 'stock-tracker',
  audience: 'stock-tracker-api',
  write: ({ sub, tenantId, role, sessionId, tokenVersion }) => ({
    sub,
    tid: tenantId,
    role,
    sid: sessionId,
    ver: tokenVersion,
  }),
  read: ({ sub, tid, role, sid, ver }) =>
    isUuid(sub) && isUuid(tid) && isRole(role) && isUuid(sid) && isVersion(ver)
      ? { sub, tenantId: tid, role, sessionId: sid, tokenVersion: ver }
      : null,
};

/**
 * Signs and verifies access tokens after RFC 8725 and RFC 9068: one pinned algorithm, an explicit type, keys from a
 * fixed map and never from the token, and every claim required.
 */
export class AccessTokens<Claims = AccessClaims> {
  /** KeyObjects: with a string the library derives the key anew for every token, at forty times the cost. */
  private readonly keys: ReadonlyMap<string, KeyObject>;
  private readonly current: { kid: string; key: KeyObject };

  /** @throws RangeError for a secret shorter than 32 bytes or a kid used twice; secrets are not repeated */
  constructor(
    keys: TokenKeys,
    private readonly profile: TokenProfile<Claims>,
  ) {
    const all = new Map<string, KeyObject>();
    for (const { kid, secret } of [keys.current, ...(keys.previous ?? [])]) {
      if (all.has(kid)) throw new RangeError(`The key id ${kid} is used twice`);
      all.set(kid, toKey(kid, secret));
    }
    this.keys = all;
    this.current = { kid: keys.current.kid, key: toKey(keys.current.kid, keys.current.secret) };
  }

  sign(claims: Claims, now: Date): string {
    const iat = toSeconds(now);
    const payload = {
      ...this.profile.write(claims),
      iss: this.profile.issuer,
      aud: this.profile.audience,
      iat,
      exp: iat + ACCESS_TOKEN_LIFETIME_SECONDS,
    };
    return jwt.sign(payload, this.current.key, {
      algorithm: ALGORITHM,
      header: { alg: ALGORITHM, typ: TYPE, kid: this.current.kid },
    });
  }

  /** Null for every token that is not accepted; why is nobody's business but ours. */
  verify(token: string, now: Date): Claims | null {
    const header = readHeader(token);
    const key = header?.typ === TYPE ? this.keys.get(header.kid) : undefined;
    if (key === undefined) return null;

    const payload = this.readPayload(token, key, toSeconds(now));
    return payload === null ? null : this.profile.read(payload);
  }

  private readPayload(token: string, key: KeyObject, nowSeconds: number): Record<string, unknown> | null {
    try {
      const payload = jwt.verify(token, key, {
        algorithms: [ALGORITHM],
        issuer: this.profile.issuer,
        clockTimestamp: nowSeconds,
        // Read with the skew that it is allowed, which `exp` is not.
        ignoreNotBefore: true,
      });
      if (typeof payload === 'string' || payload.aud !== this.profile.audience) return null;
      return readLifetime(payload, nowSeconds, ACCESS_TOKEN_LIFETIME_SECONDS) ? payload : null;
    } catch {
      return null;
    }
  }
}

function toKey(kid: string, secret: string): KeyObject {
  const bytes = Buffer.from(secret, 'utf8');
  if (bytes.length < MIN_SECRET_BYTES) throw new RangeError(`The secret of the key ${kid} is too short`);
  return createSecretKey(bytes);
}

function toSeconds(instant: Date): number {
  return Math.floor(instant.getTime() / 1000);
}

function isUuid(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value);
}

function isRole(value: unknown): value is Role {
  return Object.values<unknown>(Role).includes(value);
}

function isVersion(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
