import jwt from 'jsonwebtoken';
import { Role } from '../access/role.js';
import type { TokenKeyring } from './token-keyring.js';

/** Seconds that an access token lives. */
export const ACCESS_TOKEN_LIFETIME_SECONDS = 15 * 60;
export const ACCESS_TOKEN_TYPE = 'at+jwt';
export const ACCESS_TOKEN_ALGORITHM = 'HS256';

export interface AccessClaims {
  /** Id of the user. */
  readonly sub: string;
  readonly tenantId: string;
  /** At the time of signing. For clients: what somebody may do is asked anew for every request. */
  readonly role: Role;
  /** Family of the refresh token that this sign-in goes back to. */
  readonly sessionId: string;
}

/** Who issues for whom, and how the rest of the payload is read. */
export interface TokenProfile<Claims> {
  readonly issuer: string;
  readonly audience: string;
  readonly write: (claims: Claims) => Record<string, unknown>;
  /** Null for a payload that was signed but does not have the right shape. */
  readonly read: (payload: Record<string, unknown>) => Claims | null;
}

export const accessTokenProfile: TokenProfile<AccessClaims> = {
  issuer: 'stock-tracker',
  audience: 'stock-tracker-api',
  write: ({ sub, tenantId, role, sessionId }) => ({ sub, tid: tenantId, role, sid: sessionId }),
  read: ({ sub, tid, role, sid }) =>
    isUuid(sub) && isUuid(tid) && isRole(role) && isUuid(sid)
      ? { sub, tenantId: tid, role, sessionId: sid }
      : null,
};

/** Signs access tokens after RFC 9068: an explicit type, the name of the key, issuer, audience and lifetime. */
export class AccessTokenSigner<Claims = AccessClaims> {
  constructor(
    private readonly keyring: TokenKeyring,
    private readonly profile: TokenProfile<Claims>,
  ) {}

  /** @param lifetimeSeconds never more than ACCESS_TOKEN_LIFETIME_SECONDS, which is as long as any is believed */
  sign(
    claims: Claims,
    now: Date,
    lifetimeSeconds = ACCESS_TOKEN_LIFETIME_SECONDS,
  ): { token: string; expiresAt: Date } {
    const { current } = this.keyring;
    const iat = Math.floor(now.getTime() / 1000);
    const exp = iat + lifetimeSeconds;
    const { issuer: iss, audience: aud } = this.profile;
    const token = jwt.sign({ ...this.profile.write(claims), iss, aud, iat, exp }, current.key, {
      algorithm: ACCESS_TOKEN_ALGORITHM,
      header: { alg: ACCESS_TOKEN_ALGORITHM, typ: ACCESS_TOKEN_TYPE, kid: current.kid },
    });
    return { token, expiresAt: new Date(exp * 1000) };
  }
}

function isUuid(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value);
}

function isRole(value: unknown): value is Role {
  return Object.values<unknown>(Role).includes(value);
}
