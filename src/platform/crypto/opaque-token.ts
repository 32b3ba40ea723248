import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits in base64url: for refresh, invitation and reset tokens, of which only the hash is stored. */
export function createOpaqueToken(): string {
  return randomBytes(32).toString('base64url');
}

/**
 * SHA-256 in hex, to be stored and looked up. A fast hash will do: nobody guesses 256 random bits. Looking up by
 * hash needs no comparison in constant time, since what a near miss would reveal is the hash and not the token.
 */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
