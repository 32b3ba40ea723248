import jwt from 'jsonwebtoken';
import { Role } from '../access/role.js';
import type { TokenKeyring } from './token-keyring.js';

/** Seconds that an access token lives. */
const ACCESS_TOKEN_LIFETIME_SECONDS = 15 * 60;
/** Seconds that one lives by which an administrator looks through a member's eyes: nothing renews it. */
const IMPERSONATION_LIFETIME_SECONDS = 30 * 60;
export const ACCESS_TOKEN_TYPE = 'at+jwt';
export const ACCESS_TOKEN_ALGORITHM = 'HS256';

export interface AccessClaims {
  /** Id of the user. */
  readonly sub: string;
  readonly tenantId: string;
  /** At the time of signing. For clients: what somebody may do is asked anew for every request. */
  readonly role: Role;
  /** Family of the refresh token that this sign-in goes back to; of an impersonation, its id. */
  readonly sessionId: string;
  /** The administrator who acts as the user, and the session in which they are signed in as themself. */
  readonly actor?: Actor;
}

export interface Actor {
  readonly userId: string;
  readonly sessionId: string;
}

/** Who issues for whom, and how the rest of the payload is read. */
export interface TokenProfile<Claims> {
  readonly issuer: string;
  readonly audience: string;
  /** Seconds that a token with these claims is believed at most. */
  readonly lifetimeSeconds: (claims: Claims) => number;
  readonly write: (claims: Claims) => Record<string, unknown>;
  /** Null for a payload that was signed but does not have the right shape. */
  readonly read: (payload: Record<string, unknown>) => Claims | null;
}

export const accessTokenProfile: TokenProfile<AccessClaims> = {
  issuer: 'stock-tracker',
  audience: 'stock-tracker-api',
  lifetimeSeconds: ({ actor }) => (actor ? IMPERSONATION_LIFETIME_SECONDS : ACCESS_TOKEN_LIFETIME_SECONDS),
  // who acts for somebody else is named as RFC 8693 section 4.1 has it
  write: ({ sub, tenantId, role, sessionId, actor }) => ({
    sub,
    tid: tenantId,
    role,
    sid: sessionId,
    ...(actor && { act: { sub: actor.userId, sid: actor.sessionId } }),
  }),
  read: ({ sub, tid, role, sid, act }) => {
    if (!isUuid(sub) || !isUuid(tid) || !isRole(role) || !isUuid(sid)) return null;
    const claims = { sub, tenantId: tid, role, sessionId: sid };
    if (act === undefined) return claims;
    const actor = readActor(act);
    return actor && { ...claims, actor };
  },
};

function readActor(act: unknown): Actor | null {
  if (typeof act !== 'object' || act === null || !('sub' in act) || !('sid' in act)) return null;
  return isUuid(act.sub) && isUuid(act.sid) ? { userId: act.sub, sessionId: act.sid } : null;
}

/** Signs access tokens after RFC 9068: an explicit type, the name of the key, issuer, audience and lifetime. */
export class AccessTokenSigner<Claims = AccessClaims> {
  constructor(
    private readonly keyring: TokenKeyring,
    private readonly profile: TokenProfile<Claims>,
  ) {}

  /** @param lifetimeSeconds never more than the profile's, which is as long as any is believed */
  sign(
    claims: Claims,
    now: Date,
    lifetimeSeconds = this.profile.lifetimeSeconds(claims),
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
