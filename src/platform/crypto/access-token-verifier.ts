import type { IncomingMessage, ServerResponse } from 'node:http';
import passport from 'passport';
import { accessTokenProfile, type AccessClaims, type TokenProfile } from './access-token.js';
import { accessTokenStrategy, type PresentedToken, type Proof } from './access-token-strategy.js';
import type { TokenKeyring } from './token-keyring.js';

const STRATEGY = 'access-token';

/**
 * Verifies access tokens through Passport. What Passport is given as a request is the token and the time alone, since the
 * same tokens come by HTTP headers and by the first message of a WebSocket.
 */
export class AccessTokenVerifier<Claims = AccessClaims> {
  private readonly authenticator = new passport.Passport();

  constructor(keyring: TokenKeyring, profile: TokenProfile<Claims>) {
    this.authenticator.use(STRATEGY, accessTokenStrategy(keyring, profile));
  }

  static ofUsers(keyring: TokenKeyring): AccessTokenVerifier {
    return new AccessTokenVerifier(keyring, accessTokenProfile);
  }

  /** Null for every token that is not accepted; why is nobody's business but ours. */
  verify(token: string, now: Date): Promise<Proof<Claims> | null> {
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
