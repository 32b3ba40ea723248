import type { IncomingMessage, ServerResponse } from 'node:http';
import { LRUCache } from 'lru-cache';
import passport from 'passport';
import { accessTokenProfile, type AccessClaims, type TokenProfile } from './access-token.js';
import { accessTokenStrategy, type PresentedToken, type Proof } from './access-token-strategy.js';
import type { TokenKeyring } from './token-keyring.js';

const STRATEGY = 'access-token';
/** Tokens whose signature is remembered, of some 700 bytes each: more than sign in to one process in a quarter of an hour. */
const REMEMBERED_TOKENS = 2_000;

/**
 * Verifies access tokens through Passport. What Passport is given as a request is the token and the time alone, since the
 * same tokens come by HTTP headers and by the first message of a WebSocket. Of the very same text the signature stays
 * good: what is asked anew each time is whether its time is over, and by others what its bearer may do.
 */
export class AccessTokenVerifier<Claims = AccessClaims> {
  private readonly authenticator = new passport.Passport();
  private readonly remembered = new LRUCache<string, Proof<Claims>>({ max: REMEMBERED_TOKENS });

  constructor(keyring: TokenKeyring, profile: TokenProfile<Claims>) {
    this.authenticator.use(STRATEGY, accessTokenStrategy(keyring, profile));
  }

  static ofUsers(keyring: TokenKeyring): AccessTokenVerifier {
    return new AccessTokenVerifier(keyring, accessTokenProfile);
  }

  /** Null for every token that is not accepted; why is nobody's business but ours. */
  async verify(token: string, now: Date): Promise<Proof<Claims> | null> {
    const known = this.remembered.get(token);
    if (known && now < known.expiresAt) return known;
    this.remembered.delete(token);
    const proof = await this.prove(token, now);
    if (proof) this.remembered.set(token, proof);
    return proof;
  }

  private prove(token: string, now: Date): Promise<Proof<Claims> | null> {
    const { promise, resolve, reject } = Promise.withResolvers<Proof<Claims> | null>();
    const answer = (error: unknown, proof: Proof<Claims> | false | undefined): void => {
      if (error instanceof Error) reject(error);
      else if (proof) resolve(proof);
      else resolve(null);
    };
    const presented: PresentedToken = { token, now };
    const authenticate = this.authenticator.authenticate(STRATEGY, { session: false }, answer) as Middleware;
    authenticate(presented as unknown as IncomingMessage, {} as ServerResponse, reject);
    return promise;
  }
}

/** With a callback of ours the answer is never written to, and next is called only for what goes wrong. */
type Middleware = (
  request: IncomingMessage,
  response: ServerResponse,
  next: (error: unknown) => void,
) => void;
