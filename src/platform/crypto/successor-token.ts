import { createHmac, randomBytes } from 'node:crypto';

const SALT_BYTES = 32;

/** For one rotation of one token; never used again. */
export function createSuccessorSalt(): Buffer {
  return randomBytes(SALT_BYTES);
}

/**
 * The token that follows a spent one: HMAC-SHA256 under the spent token, over the salt, in base64url (256 bits). Only who
 * has both can make it again. The server keeps the salt and of tokens the hash; so it can give the same successor to
 * whoever brings the spent token once more, and to nobody else.
 */
export function successorOf(spentToken: string, salt: Buffer): string {
  return createHmac('sha256', spentToken).update(salt).digest('base64url');
}
