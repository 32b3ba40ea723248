import { availableParallelism } from 'node:os';
import { argon2idAlgorithm } from './argon2id.js';
import { bcryptAlgorithm } from './bcrypt.js';
import { BoundedQueue } from './bounded-queue.js';
import type { PasswordAlgorithm } from './password-algorithm.js';
import { lowerPoolPriority } from './thread-priority.js';

const MAX_WAITING = 32;

/**
 * Each hash takes a thread of libuv's pool, of which there are four, and 19 MB; and a whole core. One core is left to
 * everybody who is not signing in.
 */
export function hashesAtOnce(cores: number): number {
  return Math.min(4, Math.max(1, cores - 1));
}

/** Hashes and verifies passwords as they are given: what they must look like is checked before. */
export class PasswordHasher {
  private readonly queue: BoundedQueue;
  private readonly decoys: ReadonlyMap<PasswordAlgorithm, string>;
  private hasGivenWay = false;

  /**
   * @param preferred makes new hashes
   * @param accepted verified as well, but due for a rehash
   */
  constructor(
    private readonly preferred: PasswordAlgorithm = argon2idAlgorithm,
    accepted: readonly PasswordAlgorithm[] = [],
    concurrency = hashesAtOnce(availableParallelism()),
  ) {
    this.queue = new BoundedQueue({ concurrency, maxWaiting: MAX_WAITING });
    this.decoys = new Map([preferred, ...accepted].map((algorithm) => [algorithm, algorithm.decoy()]));
  }

  /** argon2id, to which what version 1 left is turned at sign-in; the other way round while its programs read along. */
  static for(settings: { readonly legacyClients: boolean }): PasswordHasher {
    return settings.legacyClients
      ? new PasswordHasher(bcryptAlgorithm, [argon2idAlgorithm])
      : new PasswordHasher(argon2idAlgorithm, [bcryptAlgorithm]);
  }

  /** Longest password, in bytes of UTF-8, that can be hashed whole. */
  get longestPassword(): number {
    return this.preferred.longestPassword ?? Infinity;
  }

  /** @throws TooBusyError */
  hash(password: string): Promise<string> {
    return this.queued(() => this.preferred.hash(password));
  }

  /**
   * Whoever is refused has cost the work of every algorithm once, be it that there is no such account, that it has no
   * password or a damaged one, or that the password was wrong: the time of a refusal tells nothing.
   *
   * @throws TooBusyError
   */
  verify(stored: string | null, password: string): Promise<boolean> {
    const own = this.algorithmOf(stored);
    return this.queued(async () => {
      if (stored !== null && own && (await own.verify(stored, password))) return true;
      for (const [algorithm, decoy] of this.decoys)
        if (algorithm !== own) await algorithm.verify(decoy, password);
      return false;
    });
  }

  /**
   * The password in today's form, after a successful verify; null where it has that form, or can not be given it whole.
   *
   * @throws TooBusyError
   */
  async renew(stored: string, password: string): Promise<string | null> {
    const canRenew = this.needsRehash(stored) && Buffer.byteLength(password) <= this.longestPassword;
    return canRenew ? this.hash(password) : null;
  }

  needsRehash(stored: string): boolean {
    return this.algorithmOf(stored) !== this.preferred || this.preferred.needsRehash(stored);
  }

  private async queued<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = await this.queue.run(work);
    if (!this.hasGivenWay) lowerPoolPriority();
    this.hasGivenWay = true;
    return result;
  }

  private algorithmOf(stored: string | null): PasswordAlgorithm | undefined {
    if (stored === null) return undefined;
    return [...this.decoys.keys()].find((algorithm) => algorithm.recognises(stored));
  }
}
