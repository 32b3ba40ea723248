import { isUtf8 } from 'node:buffer';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { RawServerDefault } from 'fastify';
import { HttpProblem } from './http-problem.js';

/**
 * Bodies are UTF-8. What is not would be read as replacement characters, and kept as such: a name in the letters of
 * another encoding would be lost without a word.
 */
export function takeJson(app: NestFastifyApplication): void {
  const server = app.getHttpAdapter().getInstance();
  const { bodyLimit, onProtoPoisoning = 'error', onConstructorPoisoning = 'error' } = server.initialConfig;
  const parse = server.getDefaultJsonParser(onProtoPoisoning, onConstructorPoisoning);
  app.useBodyParser<RawServerDefault>(
    'application/json',
    { ...(bodyLimit && { bodyLimit }) },
    (request, body, done) => {
      if (isUtf8(body)) void parse(request, body.toString(), done);
      else done(new HttpProblem(400, 'The body is not in UTF-8. Send it so.'));
    },
  );
}
