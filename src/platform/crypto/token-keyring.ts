import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';

/** RFC 7518 section 3.2: a key for HS256 has at least the size of the hash. */
const MIN_SECRET_BYTES = 32;
const KID_LENGTH = 12;

export interface TokenKey {
  /** Name of the key in the token's header. */
  readonly kid: string;
  readonly secret: string;
}

/** The keys of access tokens: the first signs, all of them verify what they signed before they were replaced. */
export class TokenKeyring {
  readonly current: { readonly kid: string; readonly key: KeyObject };
  /** KeyObjects: with a string the library derives the key anew for every token, at forty times the cost. */
  private readonly keys = new Map<string, KeyObject>();

  /** @throws RangeError for a secret shorter than 32 bytes or a kid used twice; secrets are not repeated */
  constructor(current: TokenKey, previous: readonly TokenKey[] = []) {
    for (const { kid, secret } of [current, ...previous]) {
      if (this.keys.has(kid)) throw new RangeError(`The key id ${kid} is used twice`);
      this.keys.set(kid, toKey(kid, secret));
    }
    this.current = { kid: current.kid, key: toKey(current.kid, current.secret) };
  }

  /** A secret that stands among the previous ones as well as in front of them is one key. */
  static of(secret: string, previousSecrets: readonly string[]): TokenKeyring {
    const replaced = new Set(previousSecrets);
    replaced.delete(secret);
    return new TokenKeyring(named(secret), [...replaced].map(named));
  }

  find(kid: string): KeyObject | undefined {
    return this.keys.get(kid);
  }
}

/** The key's name follows from the secret, so that nobody numbers keys, and tells nothing about it. */
function named(secret: string): TokenKey {
  const kid = createHmac('sha256', secret).update('kid').digest('base64url').slice(0, KID_LENGTH);
  return { kid, secret };
}

function toKey(kid: string, secret: string): KeyObject {
  const bytes = Buffer.from(secret, 'utf8');
  if (bytes.length < MIN_SECRET_BYTES) throw new RangeError(`The secret of the key ${kid} is too short`);
  return createSecretKey(bytes);
}
