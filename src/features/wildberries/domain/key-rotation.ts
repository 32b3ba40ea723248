/** A seller's key as it stands in the database; version 1 kept it plain. */
export interface StoredKey {
  readonly encrypted: string | null;
  readonly plain: string | null;
}

/** What a keyring says of an encrypted key; null for one that none of its keys opens. */
export interface OpenedKey {
  readonly text: string;
  readonly isNewest: boolean;
}

/** What is done with one key, and why: `rotated` and `encrypted` go with a new encrypted text, `cleared` with no plain one. */
type Note = 'rotated' | 'encrypted' | 'cleared' | 'damaged' | 'differing';

export interface Rotation {
  /** Null where the key stays as it is. */
  readonly next: StoredKey | null;
  readonly notes: readonly Note[];
}

interface RotationRules {
  readonly open: (encrypted: string) => OpenedKey | null;
  readonly encrypt: (text: string) => string;
  /** Whether version 1's programs still read the plain key. */
  readonly keepsPlain: boolean;
}

/**
 * Brings a key under the newest encryption key. No key is lost by it: an encrypted text that can not be opened stays, and
 * so does a plain key that is another than the encrypted one.
 */
export function rotate({ encrypted, plain }: StoredKey, rules: RotationRules): Rotation {
  if (encrypted === null) return plain === null ? UNCHANGED : encryptPlain(plain, rules);
  const opened = rules.open(encrypted);
  if (!opened) return { next: null, notes: ['damaged'] };
  const differs = plain !== null && plain.trim() !== opened.text;
  const clears = plain !== null && !differs && !rules.keepsPlain;
  const notes: Note[] = [];
  if (!opened.isNewest) notes.push('rotated');
  if (clears) notes.push('cleared');
  const next = notes.length > 0 && {
    encrypted: opened.isNewest ? encrypted : rules.encrypt(opened.text),
    plain: clears ? null : plain,
  };
  // while version 1 runs, its key may be the later one: whoever takes its place decides
  if (differs && !rules.keepsPlain) notes.push('differing');
  return { next: next || null, notes };
}

function encryptPlain(plain: string, { encrypt, keepsPlain }: RotationRules): Rotation {
  const encrypted = encrypt(plain.trim());
  return keepsPlain
    ? { next: { encrypted, plain }, notes: ['encrypted'] }
    : { next: { encrypted, plain: null }, notes: ['encrypted', 'cleared'] };
}

const UNCHANGED: Rotation = { next: null, notes: [] };
