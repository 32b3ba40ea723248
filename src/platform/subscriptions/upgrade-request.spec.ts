import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { addressOf } from './upgrade-request.js';

describe('addressOf', () => {
  const of = (forwarded: string | undefined, trustedProxies: number): string =>
    addressOf(
      {
        headers: { 'x-forwarded-for': forwarded },
        socket: { remoteAddress: '10.0.0.1' },
      } as unknown as IncomingMessage,
      { trustedProxies, corsOrigins: [], publicUrl: 'http://x' },
    );

  it.each([
    ['believes nobody without proxies', '1.1.1.1', 0, '10.0.0.1'],
    ['takes whom the one proxy was asked by', '6.6.6.6, 1.1.1.1', 1, '1.1.1.1'],
    ['goes as far as proxies are trusted', '6.6.6.6, 1.1.1.1,10.0.0.2', 2, '1.1.1.1'],
    ['takes the farthest there is', '1.1.1.1', 5, '1.1.1.1'],
    ['takes the socket where no proxy has said anything', undefined, 1, '10.0.0.1'],
    ['leaves out what is empty', ' , 1.1.1.1', 5, '1.1.1.1'],
  ])('%s', (_name, forwarded, proxies, address) => {
    expect(of(forwarded, proxies)).toBe(address);
  });
});
