import { AdoptionError } from '../adoption-error.js';
import { FernetError, type FernetKeyring } from '../../platform/crypto/fernet.js';
import type { Link } from '../link.js';
import { expect, prove, type Plan } from '../proof/proof.js';
import { columnsOf, type Run, type StepReport } from '../run.js';
import { BACKUP } from '../survey/version-one.js';

const BATCH = 500;

interface StoredKey {
  readonly id: string;
  readonly plain: string | null;
  readonly encrypted: string | null;
}

interface Counts {
  encrypted: number;
  readonly unreadable: string[];
}

/**
 * Encrypts the keys of the marketplace, which version 1 kept in the clear and read nothing else: where there is a plain key
 * it counts. It stays beside the encrypted one as long as version 1's programs read it, and is taken away otherwise.
 */
export async function adoptKeys(run: Run): Promise<StepReport> {
  const { link, keyring, options, shape } = run;
  await link.lock(['users', ...(shape.hasBackup ? [BACKUP] : [])]);
  const clearsPlain = !options.legacyClients;
  const expected = await expect(link, planOf(columnsOf(run, 'users'), clearsPlain));
  const notes = await encryptKeys(link, keyring, { clearsPlain });
  return { rows: expected.rows, proofs: [await prove(link, expected)], notes };
}

/** Every column but the encrypted text, in which there is chance: that one is opened again. */
function planOf(columns: readonly string[], clearsPlain: boolean): Plan {
  return {
    table: 'users',
    columns: columns.filter((column) => column !== 'wb_api_key_encrypted'),
    from: 'public.users AS o',
    lost: 'false',
    changes: clearsPlain
      ? {
          wb_api_key: [
            { when: 'o.wb_api_key IS NOT NULL', becomes: 'NULL', why: 'encrypted, and taken away' },
          ],
        }
      : {},
    compared: { role: '$::text', payment_status: '$::text' },
  };
}

/**
 * Batch by batch, while nobody else changes a key.
 * @returns what people should know
 */
export async function encryptKeys(
  link: Link,
  keyring: FernetKeyring | null,
  { clearsPlain }: { readonly clearsPlain: boolean },
): Promise<string[]> {
  const counts: Counts = { encrypted: 0, unreadable: [] };
  for (let after: string | null = null; ;) {
    const keys: StoredKey[] = await link.rows<StoredKey>(BATCH_OF_KEYS, [after, BATCH]);
    if (keys.length === 0) break;
    await encryptBatch(link, keys, keyring, counts);
    after = keys.at(-1)?.id ?? null;
  }
  await assertOpen(link, keyring);
  return notesOf(counts, clearsPlain ? await clearPlain(link) : 0);
}

async function encryptBatch(
  link: Link,
  keys: readonly StoredKey[],
  keyring: FernetKeyring | null,
  counts: Counts,
): Promise<void> {
  const changes = keys.flatMap((key) => {
    const next = encryptedOf(key, keyring, counts);
    return next === key.encrypted ? [] : [{ id: key.id, next }];
  });
  counts.encrypted += changes.length;
  if (changes.length === 0) return;
  await link.run(STORE, [changes.map(({ id }) => id), changes.map(({ next }) => next)]);
}

function encryptedOf(
  { id, plain, encrypted }: StoredKey,
  keyring: FernetKeyring | null,
  counts: Counts,
): string | null {
  if (!keyring)
    throw new AdoptionError(
      `users: ${id} has a key of the marketplace. Set ENCRYPTION_KEYS to encrypt it with, and run again.`,
    );
  const opened = encrypted === null ? null : openedBy(keyring, encrypted);
  const isNewest = opened !== null && encrypted !== null && !keyring.needsRotation(encrypted);
  const text = plain ?? opened;
  if (text === null) {
    counts.unreadable.push(id);
    return encrypted;
  }
  return isNewest && opened === text ? encrypted : keyring.encrypt(text);
}

function openedBy(keyring: FernetKeyring | null, encrypted: string): string | null {
  try {
    return keyring?.decrypt(encrypted) ?? null;
  } catch (error) {
    if (error instanceof FernetError) return null;
    throw error;
  }
}

/** Nothing is taken away before what has its place has been read again, and opened. */
async function assertOpen(link: Link, keyring: FernetKeyring | null): Promise<void> {
  for (let after: string | null = null; ;) {
    const keys: StoredKey[] = await link.rows<StoredKey>(BATCH_OF_KEYS, [after, BATCH]);
    if (keys.length === 0) return;
    const lost = keys.find(
      ({ plain, encrypted }) =>
        plain !== null && (encrypted === null || openedBy(keyring, encrypted) !== plain),
    );
    if (lost)
      throw new AdoptionError(
        `users: the key of ${lost.id} did not come out as it was. Nothing of it was kept.`,
      );
    after = keys.at(-1)?.id ?? null;
  }
}

async function clearPlain(link: Link): Promise<number> {
  const { hasBackup } = await link.one<{ hasBackup: boolean }>(
    `SELECT to_regclass('public.${BACKUP}') IS NOT NULL AS "hasBackup"`,
  );
  const cleared = await link.run(`UPDATE public.users SET wb_api_key = NULL WHERE wb_api_key IS NOT NULL`);
  const former = hasBackup
    ? await link.run(`UPDATE public.${BACKUP} SET wb_api_key = NULL WHERE wb_api_key IS NOT NULL`)
    : 0;
  return cleared + former;
}

function notesOf({ encrypted, unreadable }: Counts, cleared: number): string[] {
  return [
    ...(encrypted > 0 ? [`users: ${encrypted} keys of the marketplace are encrypted now.`] : []),
    ...(cleared > 0 ? [`users, ${BACKUP}: ${cleared} plain keys have been taken away.`] : []),
    ...(unreadable.length > 0
      ? [`users: none of ENCRYPTION_KEYS opens the keys of ${unreadable.join(', ')}: they connect again.`]
      : []),
  ];
}

const BATCH_OF_KEYS = `
  SELECT id, nullif(btrim(wb_api_key), '') AS plain, wb_api_key_encrypted AS encrypted FROM public.users
  WHERE (wb_api_key_encrypted IS NOT NULL OR btrim(wb_api_key) <> '') AND ($1::uuid IS NULL OR id > $1)
  ORDER BY id LIMIT $2`;

const STORE = `
  UPDATE public.users u SET wb_api_key_encrypted = k.encrypted
  FROM unnest($1::uuid[], $2::text[]) AS k (id, encrypted) WHERE u.id = k.id`;
