import { randomBytes } from 'node:crypto';
import { argon2id, hash, verify } from 'argon2';
import type { PasswordAlgorithm } from './password-algorithm.js';

/** OWASP Password Storage Cheat Sheet: memory in KiB, passes, lanes. About 60 ms on one core. */
const CURRENT = { memoryKib: 19_456, passes: 2, lanes: 1 } as const;

/** The trade-offs of memory against passes that OWASP counts as equal; less than all of them is weak. */
const MINIMUMS = [
  { memoryKib: 47_104, passes: 1 },
  { memoryKib: 19_456, passes: 2 },
  { memoryKib: 12_288, passes: 3 },
  { memoryKib: 9_216, passes: 4 },
  { memoryKib: 7_168, passes: 5 },
] as const;

/** A stored hash asks for its own cost. Beyond this it is damaged or hostile, and would cost more than a sign-in. */
const MAXIMUM = { memoryKib: 131_072, passes: 16, lanes: 16 } as const;

const SALT_BYTES = 16;
const TAG_BYTES = 32;

/** The order of the parameters is free here, since hashes written by npm argon2 itself (m,p,t) are about. */
const PHC =
  /^\$argon2id\$v=19\$((?:[mtp]=[1-9]\d{0,8},?){3})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{22,86})$/;

interface Cost {
  memoryKib: number;
  passes: number;
  lanes: number;
}

export const argon2idAlgorithm: PasswordAlgorithm = {
  recognises: (stored) => costOf(stored) !== undefined,

  async hash(password) {
    const salt = randomBytes(SALT_BYTES);
    const tag = await hash(password, {
      type: argon2id,
      memoryCost: CURRENT.memoryKib,
      timeCost: CURRENT.passes,
      parallelism: CURRENT.lanes,
      hashLength: TAG_BYTES,
      salt,
      raw: true,
    });
    return encode(salt, tag);
  },

  verify: (stored, password) => verify(stored, password),

  needsRehash(stored) {
    const cost = costOf(stored);
    if (cost === undefined) return true;
    return !MINIMUMS.some(({ memoryKib, passes }) => cost.memoryKib >= memoryKib && cost.passes >= passes);
  },

  decoy: () => encode(randomBytes(SALT_BYTES), randomBytes(TAG_BYTES)),
};

/** npm argon2 writes m,p,t; the reference implementation and Python's argon2-cffi read m,t,p alone. */
function encode(salt: Buffer, tag: Buffer): string {
  const base64 = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '');
  const { memoryKib, passes, lanes } = CURRENT;
  return `$argon2id$v=19$m=${memoryKib},t=${passes},p=${lanes}$${base64(salt)}$${base64(tag)}`;
}

function costOf(stored: string): Cost | undefined {
  const parameters = PHC.exec(stored)?.[1];
  if (parameters === undefined) return undefined;
  const values = new Map(parameters.split(',').map((pair) => [pair[0], Number(pair.slice(2))]));
  const cost = {
    memoryKib: values.get('m') ?? Infinity,
    passes: values.get('t') ?? Infinity,
    lanes: values.get('p') ?? Infinity,
  };
  const isAffordable =
    cost.memoryKib <= MAXIMUM.memoryKib && cost.passes <= MAXIMUM.passes && cost.lanes <= MAXIMUM.lanes;
  return isAffordable && cost.memoryKib >= 8 * cost.lanes ? cost : undefined;
}
