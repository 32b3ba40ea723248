import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Connections of each pool, the application's own number. */
export const POOL_SIZE = 20;

/**
 * The least that can answer over HTTP: node:http, and whatever gives the answer of a path such as `/2`.
 * @returns where it listens
 */
export async function listenBare(answers: readonly (() => Promise<object>)[]): Promise<string> {
  const server = createServer((request, response) => {
    request.resume();
    const answer = answers[Number(request.url?.slice(1))];
    if (!answer) return void response.writeHead(404).end();
    answer().then(
      (given) => {
        const body = Buffer.from(JSON.stringify(given));
        response
          .writeHead(200, { 'content-type': 'application/json', 'content-length': body.length })
          .end(body);
      },
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
