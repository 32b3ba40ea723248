import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FernetError, FernetKeyring, seal } from './fernet.js';

interface Vector {
  desc?: string;
  token: string;
  now: string;
  secret: string;
  ttl_sec: number;
  src: string;
  iv: number[];
}

function vectors(name: string): Vector[] {
  return JSON.parse(readFileSync(`test/vectors/fernet/${name}.json`, 'utf8')) as Vector[];
}

const key = (byte: number) => Buffer.alloc(32, byte).toString('base64url');
const OLD = key(1);
const NEW = key(2);

describe('vectors of the Fernet specification', () => {
  it.each(vectors('generate'))('generates $token', ({ token, now, secret, src, iv }) => {
    const bytes = Buffer.from(secret, 'base64url');
    const parts = { signing: bytes.subarray(0, 16), encryption: bytes.subarray(16) };
    expect(seal(parts, src, new Date(now), Buffer.from(iv))).toBe(token);
  });

  it.each(vectors('verify'))('verifies $token', ({ token, now, secret, src, ttl_sec }) => {
    const keyring = FernetKeyring.parse(secret);
    expect(keyring.decrypt(token, { ttlSeconds: ttl_sec, now: new Date(now) })).toBe(src);
  });

  it.each(vectors('invalid'))('refuses: $desc', ({ token, now, secret, ttl_sec }) => {
    const decrypt = () =>
      FernetKeyring.parse(secret).decrypt(token, { ttlSeconds: ttl_sec, now: new Date(now) });
    expect(decrypt).toThrow(FernetError);
    expect(decrypt).toThrow(/^The token can not be decrypted$/);
  });
});

describe('FernetKeyring', () => {
  it('gives back what it was given', () => {
    const keyring = FernetKeyring.parse(NEW);
    const text = fc.string({ unit: 'grapheme', maxLength: 200 }).filter((value) => value.isWellFormed());
    fc.assert(
      fc.property(text, (plaintext) => {
        const token = keyring.encrypt(plaintext);
        expect(token).toMatch(/^gAAAAA[A-Za-z0-9_-]+={0,2}$/);
        expect(keyring.decrypt(token)).toBe(plaintext);
        expect(keyring.decrypt(token.replaceAll('=', ''))).toBe(plaintext);
      }),
    );
  });

  it('never makes the same token twice', () => {
    const keyring = FernetKeyring.parse(NEW);
    expect(keyring.encrypt('a')).not.toBe(keyring.encrypt('a'));
  });

  it('encrypts with the first key, decrypts with all, and knows what to rotate', () => {
    const before = FernetKeyring.parse(OLD).encrypt('secret');
    const keyring = FernetKeyring.parse(`${NEW}=, ${OLD}`);
    expect(keyring.decrypt(before)).toBe('secret');
    expect(keyring.needsRotation(before)).toBe(true);

    const after = keyring.encrypt(keyring.decrypt(before));
    expect(keyring.needsRotation(after)).toBe(false);
    expect(FernetKeyring.parse(NEW).decrypt(after)).toBe('secret');
    expect(() => FernetKeyring.parse(NEW).decrypt(before)).toThrow(FernetError);
    expect(() => FernetKeyring.parse(NEW).needsRotation(before)).toThrow(FernetError);
  });

  it('notices every changed bit', () => {
    const keyring = FernetKeyring.parse(NEW);
    const bytes = Buffer.from(keyring.encrypt('an API key'), 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const changed = Buffer.from(bytes);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(() => keyring.decrypt(changed.toString('base64url'))).toThrow(FernetError);
    }
  });

  it('refuses other spellings of a good token', () => {
    const keyring = FernetKeyring.parse(NEW);
    const token = keyring.encrypt('a'.repeat(15));
    expect(token).toMatch(/==$/);
    for (const spelling of [`${token} `, `\n${token}`, token.slice(0, -1), `${token}=`, `${token}AAAA`]) {
      expect(() => keyring.decrypt(spelling)).toThrow(FernetError);
    }
  });

  it('keeps tokens for ever unless a lifetime is asked for', () => {
    const keyring = FernetKeyring.parse(NEW);
    const token = keyring.encrypt('a', new Date('2026-01-01T00:00:00Z'));
    const at = (now: string) => () => keyring.decrypt(token, { ttlSeconds: 60, now: new Date(now) });
    expect(keyring.decrypt(token)).toBe('a');
    expect(at('2026-01-01T00:01:00Z')()).toBe('a');
    expect(at('2026-01-01T00:01:01Z')).toThrow(FernetError);
    expect(at('2025-12-31T23:59:00Z')()).toBe('a');
    expect(at('2025-12-31T23:58:59Z')).toThrow(FernetError);
  });

  it.each(['', 'short', `${NEW},`, `${NEW}==`, `${NEW}A`, 'A'.repeat(44), `${'+'.repeat(42)}8=`])(
    'refuses the key list %p without repeating it',
    (text) => {
      expect(() => FernetKeyring.parse(text)).toThrow(/^Key \d is not 32 bytes in base64url$/);
    },
  );
});
