import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { InMemoryBudgetStore } from './budget.js';
import { WildberriesError } from './errors.js';
import { WildberriesHttp } from './http.js';
import type { WbCall } from './http.js';
import { FakeApi, SECRET, seller } from './testing/fake-api.js';

const call: WbCall = { method: 'sellerInfo', seller };

async function failure(promise: Promise<unknown>): Promise<WildberriesError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof WildberriesError) return error;
  throw new Error(`not a WildberriesError: ${String(error)}`);
}

describe('the token', () => {
  const parts = SECRET.split('.');
  const everything = (value: unknown) =>
    inspect(value, { depth: 20, showHidden: true }) + JSON.stringify(value);

  it('appears in no error and no log line, though the server repeats it', async () => {
    const body = JSON.stringify({
      title: SECRET,
      detail: `token ${SECRET} of ${parts[2]}`,
      requestId: parts[1],
      code: 'eyJhbGci.b.c',
    });
    for (const status of [400, 401, 402, 403, 404, 429, 500]) {
      const api = new FakeApi(() => ({ status, body, headers: { 'x-ratelimit-retry': '100' } }));
      const shown = everything(await failure(api.http.request(call))) + everything(api.logged);
      for (const secret of [SECRET, ...parts, 'eyJ']) expect(shown).not.toContain(secret);
    }
  });

  it('appears in no error of the network', async () => {
    const api = new FakeApi(() => {
      throw new TypeError(`bad header ${SECRET}`, { cause: new Error(SECRET) });
    });
    const shown = everything(await failure(api.http.request(call))) + everything(api.logged);
    for (const secret of [SECRET, ...parts]) expect(shown).not.toContain(secret);
  });

  it('is not sent when it cannot be a header', async () => {
    const api = FakeApi.inTurn([]);
    const error = await failure(
      api.http.request({ ...call, seller: { ...seller, token: `${SECRET}\r\nx: y` } }),
    );
    expect(error.kind).toBe('unauthorized');
    expect(everything(error)).not.toContain(SECRET);
    expect(api.seen).toEqual([]);
  });

  it('does not follow a redirect', async () => {
    const asked: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url);
      response.writeHead(302, { location: '/elsewhere' }).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const http = new WildberriesHttp({ budget: new InMemoryBudgetStore(), origin });
    expect((await failure(http.request(call))).kind).toBe('invalid_response');
    expect(asked).toEqual(['/api/v1/seller-info']);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
});
