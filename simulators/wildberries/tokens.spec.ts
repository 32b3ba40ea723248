import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startWildberriesSimulator, type WildberriesSimulator } from './index.js';
import { clientOf } from './simulator-client.js';
import { mintToken, readToken } from './tokens.js';

const NOW = Date.parse('2026-11-22T12:00:00Z');
const DAY = 86_400_000;

function claimsOf(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<
    string,
    unknown
  >;
}

describe('tokens', () => {
  it('carry the documented claims', () => {
    const claims = claimsOf(
      mintToken({ sid: 'a', type: 'base', categories: ['content', 'statistics'] }, NOW),
    );
    expect(claims).toMatchObject({ sid: 'a', acc: 1, t: false, for: 'self', exp: NOW / 1000 + 180 * 86_400 });
    expect(claims['s']).toBe(2 ** 1 + 2 ** 5 + 2 ** 30);
    expect(claimsOf(mintToken({ categories: ['finance'], readOnly: false }, NOW))['s']).toBe(2 ** 13);
    expect(claimsOf(mintToken({ type: 'test' }, NOW))).toMatchObject({ acc: 2, t: true });
    expect(claimsOf(mintToken({ type: 'service' }, NOW))['acc']).toBe(4);
  });

  it('are read back as made, whatever their signature', () => {
    const token = mintToken(
      { sid: 'a', type: 'personal', categories: ['prices'], expiresAt: NOW + DAY },
      NOW,
    );
    const wanted = {
      sid: 'a',
      type: 'personal',
      categories: new Set(['prices']),
      readOnly: true,
      expiresAt: NOW + DAY,
    };
    expect(readToken(token)).toEqual(wanted);
    expect(readToken(`${token.slice(0, -6)}abcdef`)).toEqual(wanted);
    expect(readToken('not-a-token')).toContain('malformed');
    expect(readToken('a.b.c')).toContain('malformed');
  });
});

describe('the gateway', () => {
  let simulator: WildberriesSimulator;
  beforeAll(async () => {
    simulator = await startWildberriesSimulator({ now: NOW, limits: false, cards: 5, days: 5, sales: 10 });
  });
  afterAll(() => simulator.close());
  const status = async (token: string, path = '/api/v1/seller-info'): Promise<number> =>
    (await clientOf(simulator, token).get(path)).status;

  it('takes the token raw or after Bearer', async () => {
    const token = simulator.mintToken();
    expect(await status(token)).toBe(200);
    expect(await status(`Bearer ${token}`)).toBe(200);
  });

  it('refuses missing, malformed and expired tokens with 401', async () => {
    for (const token of ['', 'rubbish', 'a.b.c', simulator.mintToken({ issuedAt: NOW - 181 * DAY })]) {
      const answer = await clientOf(simulator, token).get('/api/v1/seller-info');
      expect(answer.status).toBe(401);
      expect(answer.type).toContain('application/problem+json');
      expect(answer.json()).toMatchObject({ title: 'unauthorized', status: 401, statusText: 'Unauthorized' });
    }
  });

  it('lets a token expire as simulated time goes on', async () => {
    const token = simulator.mintToken({ expiresAt: NOW + DAY });
    expect(await status(token)).toBe(200);
    simulator.advance(DAY);
    expect(await status(token)).toBe(401);
    simulator.setNow(NOW);
  });

  it('asks for the category of the method, and for that of the host on ping', async () => {
    const token = simulator.mintToken({ categories: ['statistics'] });
    const client = clientOf(simulator, token);
    expect((await client.get('/api/v1/supplier/orders?dateFrom=2026-11-01')).status).toBe(200);
    expect((await client.post('/content/v2/get/cards/list', {})).status).toBe(403);
    expect((await client.get('/ping')).status).toBe(200);
    const ping = (host: string): ReturnType<typeof client.get> =>
      client.get('/ping', { 'x-forwarded-host': host });
    expect((await ping('statistics-api.wildberries.ru')).status).toBe(200);
    expect((await ping('content-api.wildberries.ru')).status).toBe(403);
  });

  it('closes methods to base and test tokens', async () => {
    const base = clientOf(simulator, { type: 'base' });
    expect((await base.post('/api/analytics/v1/stocks-report/seller-warehouses', {})).status).toBe(403);
    expect((await base.get('/api/v1/warehouse_remains')).status).toBe(200);
    expect(await status(simulator.mintToken({ type: 'test' }))).toBe(403);
  });

  it('gives every known seller a world of their own and strangers the default one', async () => {
    const cards = async (token: string): Promise<unknown> => {
      const answer = await clientOf(simulator, token).post('/content/v2/get/cards/list', {});
      return answer.json<{ cards: { nmID: number }[] }>().cards.map((card) => card.nmID);
    };
    const own = await cards(simulator.mintToken({ sid: 'seller-1' }));
    const usual = await cards(simulator.mintToken());
    expect(own).not.toEqual(usual);
    expect(await cards(mintToken({ sid: 'stranger' }, NOW))).toEqual(usual);
    const info = await clientOf(simulator, mintToken({ sid: 'stranger' }, NOW)).get('/api/v1/seller-info');
    expect(info.json()).toMatchObject({ sid: 'stranger' });
  });
});
