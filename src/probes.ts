import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** What is asked of a process that serves nobody. */
const PROBES: ReadonlySet<string> = new Set(['/healthz', '/readyz', '/metrics']);

/**
 * Answers probes and Prometheus beside an application that does not listen, as it would answer them itself; anything else
 * is not there.
 * @returns stops it
 */
export async function serveProbes(
  app: NestFastifyApplication,
  port: number,
  host: string,
): Promise<{ readonly port: number; close(): Promise<void> }> {
  const server = createServer((request, answer) => {
    void answerProbe(app, request, answer);
  });
  await new Promise<void>((done, fail) => {
    server.once('error', fail);
    server.listen(port, host, done);
  });
  return {
    port: (server.address() as { port: number }).port,
    close: () =>
      new Promise((done) => {
        server.close(() => {
          done();
        });
        server.closeAllConnections();
      }),
  };
}

async function answerProbe(
  app: NestFastifyApplication,
  { method, url = '', headers }: IncomingMessage,
  answer: ServerResponse,
): Promise<void> {
  if (method !== 'GET' || !PROBES.has(url)) {
    answer.writeHead(404).end();
    return;
  }
  const { authorization } = headers;
  try {
    const given = await app.inject({ method, url, headers: { ...(authorization && { authorization }) } });
    const type = String(given.headers['content-type']);
    answer
      .writeHead(given.statusCode, { 'content-type': type, 'cache-control': 'no-store' })
      .end(given.payload);
  } catch {
    answer.writeHead(503).end();
  }
}
