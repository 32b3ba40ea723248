import { Strategy, type StrategyOptions, type VerifiedCallback } from 'passport-jwt';
import { ACCESS_TOKEN_ALGORITHM, ACCESS_TOKEN_TYPE, type TokenProfile } from './access-token.js';
import type { TokenKeyring } from './token-keyring.js';
import { readHeader, readLifetime } from './token-shape.js';

/** What the strategy is asked about: a token and the time, whatever kind of connection they came by. */
export interface PresentedToken {
  readonly token: string;
  readonly now: Date;
}

/** A token that was accepted. */
export interface Proof<Claims> {
  readonly claims: Claims;
  readonly expiresAt: Date;
}

/**
 * passport-jwt, held to RFC 8725: one pinned algorithm, an explicit type, keys from a fixed map and never from the token,
 * and every claim required.
 */
export function accessTokenStrategy<Claims>(keyring: TokenKeyring, profile: TokenProfile<Claims>): Strategy {
  const options: StrategyOptions = {
    jwtFromRequest: ({ token }: PresentedToken) => token,
    secretOrKeyProvider: (_: PresentedToken, token: string, done) => {
      const header = readHeader(token);
      const key = header?.typ === ACCESS_TOKEN_TYPE ? keyring.find(header.kid) : undefined;
      // jsonwebtoken, which gets it, takes a KeyObject; the types of passport-jwt have not heard of it
      done(key ? null : new Error('No key for this token'), key as unknown as Buffer);
    },
    issuer: profile.issuer,
    audience: profile.audience,
    algorithms: [ACCESS_TOKEN_ALGORITHM],
    // The library asks the system for the time, once and for all tokens alike. Here the time is the request's, so the
    // lifetime is read below: to the second for its end, with some leeway for a clock that is ahead at its beginning.
    ignoreExpiration: true,
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- the one way to what passport-jwt has no option for
    jsonWebTokenOptions: { ignoreNotBefore: true },
    passReqToCallback: true,
  };
  return new Strategy(
    options,
    ({ now }: PresentedToken, payload: Record<string, unknown>, done: VerifiedCallback) => {
      const proof = readPayload(payload, now, profile);
      done(null, proof ?? false);
    },
  );
}

function readPayload<Claims>(
  payload: Record<string, unknown>,
  now: Date,
  profile: TokenProfile<Claims>,
): Proof<Claims> | null {
  // the library is content with a list that has the audience in it
  if (payload.aud !== profile.audience) return null;
  const claims = profile.read(payload);
  if (!claims) return null;
  const lifetime = readLifetime(payload, Math.floor(now.getTime() / 1000), profile.lifetimeSeconds(claims));
  return lifetime && { claims, expiresAt: new Date(lifetime.exp * 1000) };
}
