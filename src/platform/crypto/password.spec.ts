import { readFileSync } from 'node:fs';
import { constants, getPriority } from 'node:os';
import { describe, expect, it, jest } from '@jest/globals';
import { argon2id, hash } from 'argon2';
import { argon2idAlgorithm } from './argon2id.js';
import { bcryptAlgorithm } from './bcrypt.js';
import { TooBusyError } from './bounded-queue.js';
import type { PasswordAlgorithm } from './password-algorithm.js';
import { hashesAtOnce, PasswordHasher } from './password.js';
import { poolThreads } from './thread-priority.js';

interface Vectors {
  rfc9106: Record<'password_hex' | 'salt_hex' | 'secret_hex' | 'ad_hex' | 'tag_hex', string>;
  cases: { desc: string; password: string; stored: string | null; ok: boolean; needs_rehash?: boolean }[];
}

const { rfc9106, cases } = JSON.parse(readFileSync('test/vectors/password/password.json', 'utf8')) as Vectors;

const hasher = PasswordHasher.for({ legacyClients: false });

describe('vectors', () => {
  it('argon2id is that of RFC 9106, section 5.3', async () => {
    const hex = (text: string) => Buffer.from(text, 'hex');
    const tag = await hash(hex(rfc9106.password_hex), {
      type: argon2id,
      memoryCost: 32,
      timeCost: 3,
      parallelism: 4,
      hashLength: 32,
      salt: hex(rfc9106.salt_hex),
      secret: hex(rfc9106.secret_hex),
      associatedData: hex(rfc9106.ad_hex),
      raw: true,
    });
    expect(tag.toString('hex')).toBe(rfc9106.tag_hex);
  });

  it('are all there', () => expect(cases).toHaveLength(34));

  it.each(cases)('$desc: $stored', async ({ password, stored, ok, needs_rehash }) => {
    expect(await hasher.verify(stored, password)).toBe(ok);
    if (stored !== null && needs_rehash !== undefined) expect(hasher.needsRehash(stored)).toBe(needs_rehash);
  });
});

describe('PasswordHasher', () => {
  it('makes hashes with the parameters in the order that every implementation reads', async () => {
    const stored = await hasher.hash('correct horse battery staple');
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(await hasher.verify(stored, 'correct horse battery staple')).toBe(true);
    expect(await hasher.verify(stored, 'correct horse battery stapl')).toBe(false);
    expect(hasher.needsRehash(stored)).toBe(false);
  });

  it('takes passwords as they are: nothing is cut, trimmed or normalised', async () => {
    const long = 'ё'.repeat(1024);
    const stored = await hasher.hash(long);
    expect(await hasher.verify(stored, long)).toBe(true);
    expect(await hasher.verify(stored, `${long.slice(1)}е`)).toBe(false);

    const composed = await hasher.hash('\u0439 ');
    expect(await hasher.verify(composed, '\u0438\u0306 ')).toBe(false);
    expect(await hasher.verify(composed, '\u0439')).toBe(false);
  });

  it('salts', async () => {
    expect(await hasher.hash('same password')).not.toBe(await hasher.hash('same password'));
  });

  it.each([
    ['missing parameter', '$argon2id$v=19$m=19456,t=2$c2FsdHNhbHRzYWx0$aGFzaGhhc2hoYXNoaGFzaA'],
    ['parameter twice', '$argon2id$v=19$m=19456,t=2,t=2$c2FsdHNhbHRzYWx0$aGFzaGhhc2hoYXNoaGFzaA'],
    ['too many passes', '$argon2id$v=19$m=19456,t=99,p=1$c2FsdHNhbHRzYWx0$aGFzaGhhc2hoYXNoaGFzaA'],
    ['too little memory', '$argon2id$v=19$m=8,t=2,p=4$c2FsdHNhbHRzYWx0$aGFzaGhhc2hoYXNoaGFzaA'],
    ['argon2i', '$argon2i$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0$aGFzaGhhc2hoYXNoaGFzaA'],
    ['old version', '$argon2id$v=16$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0$aGFzaGhhc2hoYXNoaGFzaA'],
    ['keyed', '$argon2id$v=19$m=19456,t=2,p=1,data=AAAA$c2FsdHNhbHRzYWx0$aGFzaGhhc2hoYXNoaGFzaA'],
    [
      'bcrypt of a cost that nobody has asked for',
      '$2b$31$m0CrhHm10qJ3lXRY.5zDGO3rS2KdeeWLuGmsfGlMfOxih58VYVfxe',
    ],
    ['bcrypt above the cost of version 1', '$2b$13$m0CrhHm10qJ3lXRY.5zDGO3rS2KdeeWLuGmsfGlMfOxih58VYVfxe'],
    ['bcrypt that was computed wrongly', '$2x$06$m0CrhHm10qJ3lXRY.5zDGO3rS2KdeeWLuGmsfGlMfOxih58VYVfxe'],
    ['bcrypt that is cut short', '$2b$06$m0CrhHm10qJ3lXRY.5zDGO3rS2KdeeWLuGmsfGlMfOxih58VYVfx'],
  ])('verifies no %s', async (_case, stored) => {
    expect(await hasher.verify(stored, 'a')).toBe(false);
    expect(hasher.needsRehash(stored)).toBe(true);
    expect(bcryptAlgorithm.recognises(stored)).toBe(false);
  });

  it('does the same work for an account that does not exist, has no password or a broken one', async () => {
    const verify = jest.fn(() => Promise.resolve(true));
    const fake: PasswordAlgorithm = {
      recognises: (stored) => stored.startsWith('fake:'),
      hash: (password) => Promise.resolve(`fake:${password}`),
      verify,
      needsRehash: () => false,
      decoy: () => 'fake:decoy',
    };
    const observed = new PasswordHasher(fake);
    expect(await observed.verify(null, 'a')).toBe(false);
    expect(await observed.verify('', 'a')).toBe(false);
    expect(await observed.verify('broken', 'a')).toBe(false);
    expect(verify.mock.calls).toEqual([
      ['fake:decoy', 'a'],
      ['fake:decoy', 'a'],
      ['fake:decoy', 'a'],
    ]);
    expect(argon2idAlgorithm.recognises(argon2idAlgorithm.decoy())).toBe(true);
    expect(argon2idAlgorithm.needsRehash(argon2idAlgorithm.decoy())).toBe(false);
  });

  it('costs whoever is refused the work of every algorithm once, and whoever is not their own alone', async () => {
    const work: string[] = [];
    const fake = (name: string): PasswordAlgorithm => ({
      recognises: (stored) => stored.startsWith(name),
      hash: (password) => Promise.resolve(`${name}:${password}`),
      verify: (stored, password) => {
        work.push(name);
        return Promise.resolve(stored === `${name}:${password}`);
      },
      needsRehash: () => false,
      decoy: () => `${name}:decoy of nothing`,
    });
    const both = new PasswordHasher(fake('new'), [fake('old')]);
    const workOf = async (stored: string | null, password: string) => {
      work.length = 0;
      return { matches: await both.verify(stored, password), work: [...work].sort() };
    };
    for (const stored of [null, '', 'broken', 'new:sesame', 'old:sesame']) {
      expect(await workOf(stored, 'barley')).toEqual({ matches: false, work: ['new', 'old'] });
    }
    expect(await workOf('new:sesame', 'sesame')).toEqual({ matches: true, work: ['new'] });
    expect(await workOf('old:sesame', 'sesame')).toEqual({ matches: true, work: ['old'] });
    expect([both.needsRehash('old:sesame'), both.needsRehash('new:sesame')]).toEqual([true, false]);
  });

  it('hashes 4 at once, lets 32 wait and sends the others away', async () => {
    let running = 0;
    let most = 0;
    const slow: PasswordAlgorithm = {
      ...argon2idAlgorithm,
      async hash() {
        most = Math.max(most, ++running);
        await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
        return 'hashed';
      },
    };
    const crowded = new PasswordHasher(slow, [], 4);
    const results = await Promise.allSettled(Array.from({ length: 40 }, () => crowded.hash('a')));
    const refusals = results.filter((result) => result.status === 'rejected');
    expect(most).toBe(4);
    expect(refusals).toHaveLength(4);
    for (const { reason } of refusals) expect(reason).toBeInstanceOf(TooBusyError);
  });

  it.each([
    [1, 1],
    [2, 1],
    [4, 3],
    [64, 4],
  ])('on %d cores hashes %d at once', (cores, atOnce) => {
    expect(hashesAtOnce(cores)).toBe(atOnce);
  });

  const onLinux = process.platform === 'linux' ? it : it.skip;
  onLinux('gives way to everything else that runs', async () => {
    await hasher.hash('sesame');
    const priorities = poolThreads().map((thread) => getPriority(thread));
    expect(priorities.length).toBeGreaterThan(0);
    expect(new Set(priorities)).toEqual(new Set([constants.priority.PRIORITY_BELOW_NORMAL]));
    expect(getPriority()).toBe(constants.priority.PRIORITY_NORMAL);
  });
});

describe('bcrypt', () => {
  const legacy = PasswordHasher.for({ legacyClients: true });

  it('is what new hashes are made of while the programs of version 1 read along', async () => {
    const stored = await legacy.hash('correct horse battery staple');
    expect(stored).toMatch(/^\$2b\$12\$[./A-Za-z0-9]{53}$/);
    expect(await legacy.verify(stored, 'correct horse battery staple')).toBe(true);
    expect(legacy.needsRehash(stored)).toBe(false);
    expect(hasher.needsRehash(stored)).toBe(true);
  });

  it('turns what argon2id made back, and makes cheap hashes dear', async () => {
    const modern = await hasher.hash('correct horse battery staple');
    expect(await legacy.verify(modern, 'correct horse battery staple')).toBe(true);
    expect(legacy.needsRehash(modern)).toBe(true);
    expect(legacy.needsRehash('$2b$06$m0CrhHm10qJ3lXRY.5zDGO3rS2KdeeWLuGmsfGlMfOxih58VYVfxe')).toBe(true);
  });

  it('hashes nothing that it would have to cut', async () => {
    expect([legacy.longestPassword, hasher.longestPassword]).toEqual([72, Infinity]);
    await expect(legacy.hash('ё'.repeat(37))).rejects.toThrow();
    const longest = 'ё'.repeat(36);
    const stored = await legacy.hash(longest);
    expect(await legacy.verify(stored, longest)).toBe(true);
    expect(await legacy.verify(stored, `${longest}x`)).toBe(false);
  });

  it('has decoys in good form', () => {
    expect(bcryptAlgorithm.recognises(bcryptAlgorithm.decoy())).toBe(true);
    expect(bcryptAlgorithm.needsRehash(bcryptAlgorithm.decoy())).toBe(false);
    expect(bcryptAlgorithm.decoy()).not.toBe(bcryptAlgorithm.decoy());
  });

  it('refuses at the same cost whatever the cost of the hash', async () => {
    const cheap = '$2b$06$m0CrhHm10qJ3lXRY.5zDGO3rS2KdeeWLuGmsfGlMfOxih58VYVfxe';
    const millisecondsOf = async (stored: string) => {
      const before = process.cpuUsage();
      expect(await bcryptAlgorithm.verify(stored, 'wrong')).toBe(false);
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1000;
    };
    const least = async (stored: string) =>
      Math.min(await millisecondsOf(stored), await millisecondsOf(stored), await millisecondsOf(stored));
    const ratio = (await least(cheap)) / (await least(bcryptAlgorithm.decoy()));
    expect(ratio).toBeGreaterThan(0.6);
    expect(ratio).toBeLessThan(1.7);
  });
});
