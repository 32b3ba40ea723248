import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { TelegramVerifier } from './telegram-verifier.js';

interface Case {
  readonly desc: string;
  readonly now: number;
  readonly max_age_s: number;
  readonly ok: boolean;
  readonly user_id?: number;
}

interface Vectors {
  readonly miniapp_hmac: { bot_token: string; cases: (Case & { init_data: string })[] };
  readonly miniapp_ed25519: {
    public_key_of_these_cases: string;
    cases: (Case & { init_data: string; bot_id: number })[];
  };
  readonly login_widget: { bot_token: string; cases: (Case & { data: Record<string, string> })[] };
}

const vectors = JSON.parse(
  readFileSync(new URL('../../../../../test/vectors/telegram/telegram-auth.json', import.meta.url), 'utf8'),
) as Vectors;

const at = ({ now }: Case): Date => new Date(now * 1000);
const expected = ({ ok, user_id: id }: Case): unknown =>
  ok ? { user: { id: String(id) } } : expect.stringMatching(/^(NOT_GENUINE|UNTIMELY)$/);
const named = <C extends Case>(cases: readonly C[]): [string, C][] => cases.map((it) => [it.desc, it]);

const TOKEN = vectors.miniapp_hmac.bot_token;
const NOW = new Date('2026-11-20T09:00:00Z');
const SECONDS = NOW.getTime() / 1000;

/** Signed as Telegram signs for a Mini App. */
function initData(fields: Readonly<Record<string, string>>, token = TOKEN): string {
  const secret = createHmac('sha256', 'WebAppData').update(token).digest();
  const message = Object.keys(fields).sort().map((name) => `${name}=${fields[name]}`).join('\n'); // prettier-ignore
  const hash = createHmac('sha256', secret).update(message).digest('hex');
  return new URLSearchParams({ ...fields, hash }).toString();
}

const user = (id: unknown, more: object = {}): string => JSON.stringify({ id, ...more });
const fresh = { auth_date: String(SECONDS) };

describe('a proof of Telegram', () => {
  const { miniapp_hmac: hmac, miniapp_ed25519: ed25519, login_widget: widget } = vectors;

  it('comes in so many cases', () => {
    expect([hmac.cases.length, ed25519.cases.length, widget.cases.length]).toEqual([16, 5, 6]);
  });

  it.each(named(hmac.cases))('of a Mini App by token: %s', (_name, it) => {
    const verifier = new TelegramVerifier(
      { botTokens: [hmac.bot_token], botIds: [] },
      { maxAgeSeconds: it.max_age_s },
    );
    const verdict = verifier.verifyInitData(it.init_data, at(it));
    if (it.ok) expect(verdict).toMatchObject(expected(it) as object);
    else expect(verdict).toEqual(expected(it));
  });

  it.each(named(ed25519.cases))("of a Mini App by Telegram's own key: %s", (_name, it) => {
    const verifier = new TelegramVerifier(
      { botTokens: [], botIds: [String(it.bot_id)] },
      { maxAgeSeconds: it.max_age_s, publicKey: ed25519.public_key_of_these_cases },
    );
    const verdict = verifier.verifyInitData(it.init_data, at(it));
    if (it.ok) expect(verdict).toMatchObject(expected(it) as object);
    else expect(verdict).toEqual(expected(it));
  });

  it.each(named(widget.cases))('of a Login Widget: %s', (_name, it) => {
    const verifier = new TelegramVerifier(
      { botTokens: [widget.bot_token], botIds: [] },
      { maxAgeSeconds: it.max_age_s },
    );
    const verdict = verifier.verifyWidget(it.data, at(it));
    if (it.ok) expect(verdict).toMatchObject(expected(it) as object);
    else expect(verdict).toEqual(expected(it));
  });

  it('is not believed by the key of production where another one has signed', () => {
    const it = ed25519.cases[0]!;
    const verifier = new TelegramVerifier({ botTokens: [], botIds: [String(it.bot_id)] });
    expect(verifier.verifyInitData(it.init_data, at(it))).toBe('NOT_GENUINE');
  });

  const verifier = new TelegramVerifier({ botTokens: ['7:another-token-of-ours', TOKEN], botIds: [] });

  it('is told from an untimely one: 300 s old, 60 s in the future', () => {
    const of = (seconds: number): unknown =>
      verifier.verifyInitData(initData({ auth_date: String(SECONDS + seconds), user: user(42) }), NOW);
    expect([of(-301), of(-300), of(60), of(61)]).toEqual([
      'UNTIMELY',
      expect.objectContaining({ endsAt: new Date(NOW.getTime() + 60_000) }),
      expect.objectContaining({ endsAt: new Date(NOW.getTime() + 420_000) }),
      'UNTIMELY',
    ]);
  });

  it.each([0, -1, 1.5, 2 ** 53, null, true, [42], '42'])('has a usable id, not %j', (id) => {
    expect(verifier.verifyInitData(initData({ ...fresh, user: user(id) }), NOW)).toBe('NOT_GENUINE');
  });

  it('has a name that can be kept, whatever somebody calls themself', () => {
    const of = (more: object): unknown =>
      verifier.verifyInitData(initData({ ...fresh, user: user(42, more) }), NOW);
    expect(of({ first_name: ' A\u0000\ud800nna ', last_name: 'K\nT', username: 'an_na' })).toMatchObject({
      user: { id: '42', fullName: 'A\ufffdnna  KT', username: 'an_na' },
    });
    expect(of({ first_name: '❤️'.repeat(200), username: '<b>' })).toMatchObject({
      user: { fullName: Array.from('❤️'.repeat(200)).slice(0, 255).join(''), username: null },
    });
    expect(of({ first_name: 7, last_name: '  ' })).toMatchObject({
      user: { fullName: null, username: null },
    });
  });

  it('may be of any of the bots, and of no other', () => {
    const of = (token: string): unknown =>
      verifier.verifyInitData(initData({ ...fresh, user: user(42) }, token), NOW);
    expect(of('7:another-token-of-ours')).toMatchObject({ user: { id: '42' } });
    expect(of('8:a-token-of-somebody-else')).toBe('NOT_GENUINE');
  });

  it('has no line break, by which a field could hide in another', () => {
    // somebody whose query_id would hold lines of their own choice: the text that is signed can be cut otherwise
    const genuine = initData({ ...fresh, query_id: `x\nuser=${user(1)}\nz=`, user: user(42) });
    const hash = new URLSearchParams(genuine).get('hash')!;
    const recut = { ...fresh, query_id: 'x', user: user(1), z: `\nuser=${user(42)}`, hash };
    expect(verifier.verifyInitData(new URLSearchParams(recut).toString(), NOW)).toBe('NOT_GENUINE');
  });

  it('is known again however it is written, and whichever of its signatures is shown', () => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const botId = TOKEN.split(':')[0]!;
    const fields = { ...fresh, query_id: 'a b', user: user(42) };
    const message = Object.entries(fields).sort().map(([name, value]) => `${name}=${value}`).join('\n'); // prettier-ignore
    const signature = sign(null, Buffer.from(`${botId}:WebAppData\n${message}`), privateKey);
    const both = new TelegramVerifier(
      { botTokens: [TOKEN], botIds: [botId] },
      { publicKey: Buffer.from(publicKey.export({ format: 'jwk' }).x!, 'base64url').toString('hex') },
    );
    const genuine = initData({ ...fields, signature: signature.toString('base64url') });
    const variants = [
      genuine,
      genuine.split('&').reverse().join('&'),
      genuine.replace('a+b', 'a%20b'),
      genuine.replace(/hash=[0-9a-f]+/, 'hash=00'), // by the key
    ].map((text) => both.verifyInitData(text, NOW));
    expect(
      new Set(variants.map((verdict) => (typeof verdict === 'string' ? verdict : verdict.hash))),
    ).toEqual(new Set([expect.stringMatching(/^[0-9a-f]{64}$/)]));
  });
});
