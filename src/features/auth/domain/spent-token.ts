/** Milliseconds after its exchange that a token may come again: two tabs at once, or an answer that was lost. */
export const GRACE_MS = 10_000;

/** What is known of a refresh token that could not be exchanged. */
export interface RefusedToken {
  readonly rotatedAt: Date | null;
  readonly revokedAt: Date | null;
  readonly expiresAt: Date;
  /** Whether its session has a token that can be exchanged, and whether that is the one made of this very token. */
  readonly live: 'none' | 'successor' | 'another';
}

/**
 * RACED: the same successor is given again. REUSED: somebody has a copy, so the session ends. ENDED: there is no session
 * to end any more.
 */
export type Verdict = 'RACED' | 'REUSED' | 'EXPIRED' | 'ENDED';

export function judge(token: RefusedToken, now: Date): Verdict {
  if (token.live === 'none') {
    const hasRunOut = token.rotatedAt === null && token.revokedAt === null && token.expiresAt <= now;
    return hasRunOut ? 'EXPIRED' : 'ENDED';
  }
  return token.live === 'successor' && isRecent(token.rotatedAt, now) ? 'RACED' : 'REUSED';
}

/** Either way: of two that came at once, the second may have been rotated first, or on a clock that is ahead. */
function isRecent(rotatedAt: Date | null, now: Date): boolean {
  return rotatedAt !== null && Math.abs(now.getTime() - rotatedAt.getTime()) <= GRACE_MS;
}
