import { describe, expect, it } from '@jest/globals';
import { createOpaqueToken, hashToken } from './opaque-token.js';

describe('opaque tokens', () => {
  it('have 256 bits and never repeat', () => {
    const tokens = Array.from({ length: 1000 }, createOpaqueToken);
    for (const token of tokens) expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(new Set(tokens).size).toBe(1000);
  });

  it('are stored as SHA-256 (FIPS 180-4, "abc")', () => {
    expect(hashToken('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});
