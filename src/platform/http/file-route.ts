import { RouteConfig } from '@nestjs/platform-fastify';
import type { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import type { Logger } from 'pino';
import { answerProblem, HttpProblem, problemReport } from './http-problem.js';

/** RFC 7111, and what Excel registered. */
export const CSV = 'text/csv';
export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const TYPES: readonly string[] = [CSV, XLSX];

/** Of a file that is too large: read to no end but to tell whoever sends it. */
const MOST_DISCARDED_BYTES = 50_000_000;

interface FileConfig {
  /** Of the body. */
  readonly mostFileBytes: number;
}

/** The body of this route is a file, to be read from the request once it is known whose it is: see `bytesOf`. */
export const FileRoute = (mostFileBytes: number) => RouteConfig({ mostFileBytes } satisfies FileConfig);

/** Files are not read by the server itself, which would do so for anybody. */
export function takeFiles(server: FastifyInstance): void {
  server.addContentTypeParser([...TYPES], (_request, body, done) => {
    done(null, body);
  });
}

/** What is refused before anybody is asked who they are, and in which form. */
export function hardenFileRoute(route: RouteOptions, log: Logger): void {
  const { mostFileBytes } = (route.config ?? {}) as Partial<FileConfig>;
  if (mostFileBytes === undefined) return;
  Object.assign(route, {
    onRequest: [
      async (request: FastifyRequest) => {
        checkType(request);
        if (Number(request.headers['content-length'] ?? 0) > mostFileBytes) {
          await letSend(request.raw);
          throw tooLarge(mostFileBytes);
        }
      },
    ],
    errorHandler: (error: unknown, { id: requestId }: FastifyRequest, reply: FastifyReply) => {
      answerProblem(reply, log, { error, requestId, report: problemReport(error, requestId) });
    },
  } satisfies Partial<RouteOptions>);
}

/**
 * The whole body.
 * @throws HttpProblem 413 as soon as it is more than it may be, 400 when it does not arrive whole
 */
export async function bytesOf(body: Readable, mostBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    // whoever sends too much is still to be told so
    for await (const chunk of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > mostBytes) throw tooLarge(mostBytes);
      chunks.push(chunk);
    }
  } catch (error) {
    await letSend(body);
    throw error instanceof HttpProblem ? error : new HttpProblem(400, 'The file did not arrive whole.');
  }
  return Buffer.concat(chunks);
}

/** Many read no answer before they have sent everything, and then close: what is reasonable is waited for. */
async function letSend(body: Readable): Promise<void> {
  let size = 0;
  try {
    for await (const chunk of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > MOST_DISCARDED_BYTES) break;
    }
  } catch {
    return; // nobody listens any more
  }
  body.resume();
}

function checkType({ headers }: FastifyRequest): void {
  const { 'content-encoding': encoding, 'content-type': contentType = '' } = headers;
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity')
    throw new HttpProblem(415, 'Send the file as it is, without `content-encoding`.');
  const mediaType = contentType.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (!TYPES.includes(mediaType))
    throw new HttpProblem(415, `Send the file itself as \`content-type: ${TYPES.join('` or `')}\`.`);
}

function tooLarge(mostBytes: number): HttpProblem {
  return new HttpProblem(
    413,
    `The file is larger than ${mostBytes / 1_000_000} MB. Divide it, or leave out columns that are not needed.`,
  );
}
