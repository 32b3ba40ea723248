import type { FastifyInstance } from 'fastify';
import helmet from 'helmet';
import type { Settings } from '../../config/settings.js';
import { EDITOR_HELMET, HELMET } from './content-policy.js';

/** Pages of development. */
const EDITORS: ReadonlySet<string | undefined> = new Set(['/graphql', '/graphiql']);

/** Headers that tell a browser what it may do with an answer. Without a plugin: that would make them anew each time. */
export function guardHeaders(server: FastifyInstance, { production }: Pick<Settings, 'production'>): void {
  const ofAnswers = helmet(HELMET);
  const ofEditors = helmet({ ...HELMET, ...EDITOR_HELMET });
  server.addHook('onRequest', (request, reply, done) => {
    const isEditor = !production && EDITORS.has(request.routeOptions.url);
    (isEditor ? ofEditors : ofAnswers)(request.raw, reply.raw, () => {
      done();
    });
  });
}
