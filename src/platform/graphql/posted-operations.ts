import { HeaderMap, type ApolloServer, type BaseContext, type HTTPGraphQLRequest } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyReply, FastifyRequest, RouteHandlerMethod } from 'fastify';
import { answerType } from './answer-type.js';

export type ContextOf = (request: FastifyRequest, reply: FastifyReply) => Promise<BaseContext>;

/** What nearly every client says that it takes, and what it is then sent: not reckoned for each request. */
const TYPES: ReadonlyMap<string | undefined, string | null> = new Map(
  [
    undefined,
    '*/*',
    'application/json',
    'application/graphql-response+json',
    'application/graphql-response+json, application/json',
    'application/graphql-response+json,application/json;q=0.9',
    'application/graphql-response+json, application/json;q=0.9',
  ].map((accept) => [accept, answerType(accept)]),
);

/**
 * Hands operations that come by POST to Apollo's pipeline directly. Its way over HTTP copies all headers, reads the
 * address, the type of the body and what is accepted anew for each of them: as much as the pipeline itself. Whatever is
 * not plainly an operation in JSON, and whatever goes wrong outside of the pipeline, goes that way.
 *
 * That no other site has sent it need not be asked here: a POST is JSON, or it does not come so far (see checkRequest).
 */
export function answerPosted(
  apollo: ApolloServer,
  contextOf: ContextOf,
  usual: RouteHandlerMethod,
): RouteHandlerMethod {
  return async function (this, request, reply) {
    const type = TYPES.get(request.headers.accept);
    if (type == null || !isPlain(request.body)) return usual.call(this, request, reply);
    const { query, operationName, variables } = request.body;
    try {
      const contextValue = await contextOf(request, reply);
      const { http, body } = await apollo.executeOperation(
        {
          query,
          operationName: operationName ?? undefined,
          variables: variables ?? undefined,
          http: new Posted(request),
        },
        { contextValue },
      );
      if (body.kind !== 'single') throw new Error('An answer in parts, of which the schema has none');
      for (const [name, value] of http.headers) void reply.header(name, value);
      void reply.code(http.status ?? 200).header('content-type', type);
      const { errors, data, extensions } = body.singleResult;
      const text = `${JSON.stringify({ errors, data, extensions })}\n`;
      // bytes are made once; of a text Node counts them for the head, and makes them for the body
      return reply.statusCode < 400 ? Buffer.from(text) : text;
    } catch (error) {
      // in the form that Apollo gives to what fails before an operation begins
      const failed = fastifyApolloHandler(apollo, { context: () => Promise.reject(error as Error) });
      return (failed as RouteHandlerMethod).call(this, request, reply);
    }
  };
}

interface PlainBody {
  readonly query: string;
  readonly operationName?: string | null;
  readonly variables?: Record<string, unknown> | null;
}

/** Anything else is refused in Apollo's own words, or has extensions. */
function isPlain(body: unknown): body is PlainBody {
  if (!isRecord(body)) return false;
  const { query, operationName, variables, extensions } = body;
  return (
    typeof query === 'string' &&
    (operationName == null || typeof operationName === 'string') &&
    (variables == null || isRecord(variables)) &&
    extensions == null
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Headers are copied for whoever asks for them: that is hardly anybody. */
class Posted implements HTTPGraphQLRequest {
  readonly method = 'POST';
  readonly search = '';
  private copied: HeaderMap | null = null;

  constructor(private readonly request: FastifyRequest) {}

  get body(): unknown {
    return this.request.body;
  }

  get headers(): HeaderMap {
    return (this.copied ??= copyOf(this.request.headers));
  }
}

function copyOf(headers: FastifyRequest['headers']): HeaderMap {
  const copied = new HeaderMap();
  for (const [name, value] of Object.entries(headers))
    if (value) copied.set(name, Array.isArray(value) ? value.join(', ') : value);
  return copied;
}
