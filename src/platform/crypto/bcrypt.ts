import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/bcrypt';
import type { PasswordAlgorithm } from './password-algorithm.js';

/** What version 1 hashed with, and what its panel reads: 2^12 rounds, about 250 ms on one core. */
const COST = 12;
const MIN_COST = 4;

/** bcrypt itself reads no more; version 1 cut longer passwords there. */
const LONGEST_PASSWORD = 72;

/** A stored hash asks for its own cost. Version 1 has made none above its own; more is damaged or hostile. */
const MODULAR_CRYPT =
  /^\$2[aby]\$(0[4-9]|1[0-2])\$[./A-Za-z0-9]{21}[.Oeu][./A-Za-z0-9]{30}[.CGKOSWaeimquy26]$/;

/** Of bcrypt's own base64. The last letter of 16 bytes of salt carries two bits alone, that of 23 bytes of hash four. */
const LETTERS = './ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** The hashes of version 1: $2a$ and $2b$ of Python's bcrypt, $2y$ of its PHP forebears. All three compute alike. */
export const bcryptAlgorithm: PasswordAlgorithm = {
  longestPassword: LONGEST_PASSWORD,

  recognises: (stored) => MODULAR_CRYPT.test(stored),

  async hash(password) {
    // the library would cut it silently
    if (Buffer.byteLength(password) > LONGEST_PASSWORD) throw new RangeError('Too long to be hashed whole');
    return hash(password, COST);
  },

  async verify(stored, password) {
    const matches = await verify(password, stored);
    // what is cut off could be anything: it is no part of a password that was proved
    if (matches && Buffer.byteLength(password) <= LONGEST_PASSWORD) return true;
    await topUp(costOf(stored), password);
    return false;
  },

  needsRehash: (stored) => costOf(stored) < COST,

  decoy: () => decoyOf(COST),
};

/** 2^c + (2^c + 2^(c+1) + ... + 2^11) = 2^12: what an old hash was cheaper by is made up, so that it does not show. */
async function topUp(cost: number, password: string): Promise<void> {
  for (let missing = cost; missing < COST; missing++) await verify(password, decoyOf(missing));
}

function costOf(stored: string): number {
  return Number(stored.slice(4, 6)) || MIN_COST;
}

function decoyOf(cost: number): string {
  const letters = [...randomBytes(53)].map((byte) => LETTERS[byte % 64]);
  letters[21] = letters[52] = '.';
  return `$2b$${String(cost).padStart(2, '0')}$${letters.join('')}`;
}
