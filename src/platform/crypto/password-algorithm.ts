/** One way of storing passwords. New hashes are made with the first that a PasswordHasher is given. */
export interface PasswordAlgorithm {
  /** Longest password, in bytes of UTF-8, that is taken whole; no limit when absent. */
  readonly longestPassword?: number;
  /** Whether this algorithm made the stored hash, in good form and at a cost that is affordable. */
  recognises(stored: string): boolean;
  hash(password: string): Promise<string>;
  /** As dear for a password that is wrong as verifying the decoy. */
  verify(stored: string, password: string): Promise<boolean>;
  /** Whether the stored hash is weaker than what would be made today. */
  needsRehash(stored: string): boolean;
  /** A well-formed hash of nothing, as dear to verify as a real one. */
  decoy(): string;
}
