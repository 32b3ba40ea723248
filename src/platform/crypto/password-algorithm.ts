/** One way of storing passwords. New hashes are made with the first that a PasswordHasher is given. */
export interface PasswordAlgorithm {
  /** Whether this algorithm made the stored hash, in good form and at a cost that is affordable. */
  recognises(stored: string): boolean;
  hash(password: string): Promise<string>;
  verify(stored: string, password: string): Promise<boolean>;
  /** Whether the stored hash is weaker than what would be made today. */
  needsRehash(stored: string): boolean;
  /** A well-formed hash of nothing, as dear to verify as a real one. */
  decoy(): string;
}
