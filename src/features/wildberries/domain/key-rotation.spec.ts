import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { rotate, type StoredKey } from './key-rotation.js';

/** A stand-in for encryption: the key's name before the text. */
const rules = (keepsPlain: boolean) => ({
  keepsPlain,
  encrypt: (text: string) => `new:${text}`,
  open: (encrypted: string) => {
    const [name, text] = encrypted.split(':', 2);
    return text === undefined || name === 'lost' ? null : { text, isNewest: name === 'new' };
  },
});

const word = fc.constantFrom('a', 'b');
const stored: fc.Arbitrary<StoredKey> = fc.record({
  encrypted: fc.option(fc.tuple(fc.constantFrom('old', 'new', 'lost'), word).map((parts) => parts.join(':'))),
  plain: fc.option(word),
});

/** The keys that can be read of what is stored. */
const readable = ({ encrypted, plain }: StoredKey, keepsPlain: boolean): Set<string> =>
  new Set(
    [encrypted === null ? undefined : rules(keepsPlain).open(encrypted)?.text, plain ?? undefined].filter(
      (key) => key !== undefined,
    ),
  );

describe('rotating a key', () => {
  it('loses none, finds nothing to do the second time, and leaves nothing under an older key', () => {
    fc.assert(
      fc.property(stored, fc.boolean(), (before, keepsPlain) => {
        const { next } = rotate(before, rules(keepsPlain));
        const after = next ?? before;
        expect(readable(after, keepsPlain)).toEqual(readable(before, keepsPlain));
        expect(rotate(after, rules(keepsPlain)).next).toBeNull();
        expect(after.encrypted?.startsWith('old:') ?? false).toBe(false);
        if (keepsPlain) expect(after.plain).toBe(before.plain);
        if (before.encrypted?.startsWith('lost:')) expect(next).toBeNull();
      }),
      { seed: 17 },
    );
  });

  it.each([
    [{ encrypted: null, plain: null }, false, null, []],
    [{ encrypted: null, plain: ' a ' }, true, { encrypted: 'new:a', plain: ' a ' }, ['encrypted']],
    [{ encrypted: null, plain: ' a ' }, false, { encrypted: 'new:a', plain: null }, ['encrypted', 'cleared']],
    [{ encrypted: 'old:a', plain: null }, false, { encrypted: 'new:a', plain: null }, ['rotated']],
    [{ encrypted: 'old:a', plain: 'a' }, true, { encrypted: 'new:a', plain: 'a' }, ['rotated']],
    [{ encrypted: 'old:a', plain: 'b' }, false, { encrypted: 'new:a', plain: 'b' }, ['rotated', 'differing']],
    [{ encrypted: 'old:a', plain: 'a' }, false, { encrypted: 'new:a', plain: null }, ['rotated', 'cleared']],
    [{ encrypted: 'new:a', plain: 'a' }, false, { encrypted: 'new:a', plain: null }, ['cleared']],
    [{ encrypted: 'new:a', plain: 'b' }, true, null, []],
    [{ encrypted: 'new:a', plain: 'b' }, false, null, ['differing']],
    [{ encrypted: 'lost:a', plain: 'a' }, false, null, ['damaged']],
  ] as const)('makes of %j, with version 1 %p, %j', (before, keepsPlain, next, notes) => {
    expect(rotate(before, rules(keepsPlain))).toEqual({ next, notes });
  });
});
