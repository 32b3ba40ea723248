import { argon2idAlgorithm } from './argon2id.js';
import { BoundedQueue } from './bounded-queue.js';
import type { PasswordAlgorithm } from './password-algorithm.js';

/** Each hash takes a thread of libuv's pool, of which there are four, and 19 MB. */
const LIMITS = { concurrency: 4, maxWaiting: 32 };

/** Hashes and verifies passwords as they are given: what they must look like is checked before. */
export class PasswordHasher {
  private readonly queue = new BoundedQueue(LIMITS);
  private readonly decoy: string;

  /**
   * @param preferred makes new hashes
   * @param accepted verified as well, but due for a rehash
   */
  constructor(
    private readonly preferred: PasswordAlgorithm = argon2idAlgorithm,
    private readonly accepted: readonly PasswordAlgorithm[] = [],
  ) {
    this.decoy = preferred.decoy();
  }

  /** @throws TooBusyError */
  hash(password: string): Promise<string> {
    return this.queue.run(() => this.preferred.hash(password));
  }

  /**
   * Without a usable hash (unknown account, account without a password, damaged or unknown format) the answer is
   * false after the same work, so that its time tells nothing.
   *
   * @throws TooBusyError
   */
  verify(stored: string | null, password: string): Promise<boolean> {
    const algorithm = this.algorithmOf(stored);
    return this.queue.run(async () => {
      if (stored === null || algorithm === undefined) {
        await this.preferred.verify(this.decoy, password);
        return false;
      }
      return algorithm.verify(stored, password);
    });
  }

  /** To be asked after a successful verify, while the password is at hand. */
  needsRehash(stored: string): boolean {
    return this.algorithmOf(stored) !== this.preferred || this.preferred.needsRehash(stored);
  }

  private algorithmOf(stored: string | null): PasswordAlgorithm | undefined {
    if (stored === null) return undefined;
    return [this.preferred, ...this.accepted].find((algorithm) => algorithm.recognises(stored));
  }
}
