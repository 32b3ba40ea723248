import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { InMemoryBudgetStore } from './budget.js';
import { WildberriesHttp } from './http.js';
import type { WbCall } from './http.js';
import { collect, collectUntilError, FakeApi, seller } from './testing/fake-api.js';

const call: WbCall = { method: 'sellerInfo', seller };

describe('bodies', () => {
  it('that break off end in an error after what has come', async () => {
    const reply = await FakeApi.inTurn([{ body: '[{"a":1}', breaks: true }]).http.request(call);
    if (reply.noData) throw new Error('no body');
    const { items, error } = await collectUntilError(reply.body);
    expect(Buffer.concat(items).toString()).toBe('[{"a":1}');
    expect(error).toMatchObject({ kind: 'invalid_response', context: { detail: 'the body broke off' } });
  });

  it('are not timed while the consumer is busy', async () => {
    let running = 0;
    const api = FakeApi.inTurn([{ body: 'x'.repeat(500) }], {
      after: () => {
        running += 1;
        return () => (running -= 1);
      },
    });
    const reply = await api.http.request(call);
    if (reply.noData) throw new Error('no body');
    for await (const piece of reply.body) expect([running, piece.length > 0]).toEqual([0, true]);
    expect(running).toBe(0);
  });

  it('break off on a real wire: in the middle, by silence, and by leaving early', async () => {
    const closed = Promise.withResolvers<undefined>();
    const sockets = new Set<Socket>();
    const server = createServer((request, response) => {
      response.writeHead(200, { 'content-length': 1000 });
      response.write('[1,2');
      const mode = new URL(request.url ?? '', 'http://x').searchParams.get('mode');
      if (mode === 'cut') setImmediate(() => response.destroy());
      if (mode === 'leave') response.on('close', () => closed.resolve(undefined));
    });
    server.on('connection', (socket) => sockets.add(socket));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const timers: (() => void)[] = [];
    const http = new WildberriesHttp({
      budget: new InMemoryBudgetStore(),
      origin,
      laneGapMs: 0,
      after: (_, onTime) => {
        timers.push(onTime);
        return () => timers.splice(timers.indexOf(onTime), 1);
      },
    });
    const body = async (mode: string) => {
      const reply = await http.request({ ...call, query: { mode } });
      if (reply.noData) throw new Error('no body');
      return reply.body;
    };
    const cut = await collectUntilError(await body('cut'));
    expect(cut.error).toMatchObject({ kind: 'invalid_response' });

    const silent = await body('silent');
    expect(Buffer.from((await silent.next()).value ?? []).toString()).toBe('[1,2');
    const more = silent.next();
    for (const fire of [...timers]) fire();
    await expect(more).rejects.toMatchObject({ context: { detail: 'the body fell silent' } });

    for await (const piece of await body('leave')) {
      expect(piece.length).toBe(4);
      break;
    }
    await closed.promise;
    expect(timers).toEqual([]);
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
});

describe('an abort', () => {
  it('stops before anything is sent', async () => {
    const api = FakeApi.inTurn([]);
    await expect(api.http.request({ ...call, signal: AbortSignal.abort(new Error('gone')) })).rejects.toThrow(
      'gone',
    );
    expect(api.seen).toEqual([]);
  });

  it('stops a request on its way, a wait for the next try, and a body', async () => {
    for (const at of ['send', 'wait', 'body']) {
      const stop = new AbortController();
      const api = new FakeApi(
        () => {
          if (at === 'send') stop.abort(new Error('gone'));
          if (at === 'send') throw new TypeError('aborted');
          return at === 'wait' ? { status: 500 } : { body: '[', breaks: true };
        },
        {
          ...(at === 'wait' && {
            sleep: (_: number, signal?: AbortSignal) => {
              stop.abort(new Error('gone'));
              return Promise.reject(signal?.reason as Error);
            },
          }),
        },
      );
      const sent = api.http.request({ ...call, signal: stop.signal });
      if (at !== 'body') {
        await expect(sent).rejects.toThrow('gone');
        continue;
      }
      const reply = await sent;
      stop.abort(new Error('gone'));
      if (!reply.noData) await expect(collect(reply.body)).rejects.toThrow('gone');
    }
  });
});
