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
  return opened ? rotateOpened(opened, { encrypted, plain }, rules) : { next: null, notes: ['damaged'] };
}

function rotateOpened(
  { text, isNewest }: OpenedKey,
  { encrypted, plain }: StoredKey,
  { encrypt, keepsPlain }: RotationRules,
): Rotation {
  // while version 1 runs, its key stays, and may be the later one: whoever takes its place decides
  const becomes = plain === null || keepsPlain ? 'kept' : plain.trim() === text ? 'cleared' : 'differing';
  const notes: Note[] = isNewest ? [] : ['rotated'];
  if (becomes !== 'kept') notes.push(becomes);
  if (isNewest && becomes !== 'cleared') return { next: null, notes };
  const next = {
    encrypted: isNewest ? encrypted : encrypt(text),
    plain: becomes === 'cleared' ? null : plain,
  };
  return { next, notes };
}

function encryptPlain(plain: string, { encrypt, keepsPlain }: RotationRules): Rotation {
  const encrypted = encrypt(plain.trim());
  return keepsPlain
    ? { next: { encrypted, plain }, notes: ['encrypted'] }
    : { next: { encrypted, plain: null }, notes: ['encrypted', 'cleared'] };
}

const UNCHANGED: Rotation = { next: null, notes: [] };
