import type { ApolloServerPlugin, GraphQLRequestListener, GraphQLResponse } from '@apollo/server';
import type { GraphQLFormattedError } from 'graphql';
import type { GraphqlContext } from '../access/index.js';
import { answerType, RESPONSE_TYPE } from './answer-type.js';

/**
 * Status codes as GraphQL over HTTP wants them: a document that is refused is 400 where the answer is
 * application/graphql-response+json, and 200 where it is application/json, which could not be told from an answer of
 * something in between. Who has to wait is told so by 429 in either.
 */
export function statusPlugin(): ApolloServerPlugin<GraphqlContext> {
  return {
    requestDidStart: async (): Promise<GraphQLRequestListener<GraphqlContext>> => ({
      willSendResponse: async ({ request, response }) => {
        const errors = errorsWithoutData(response);
        const limited = errors.find(({ extensions }) => extensions?.['code'] === 'RATE_LIMITED');
        if (limited) askToWait(response, limited);
        else if (request.query && errors.some(isRefusal) && isUndecided(response)) {
          const type = answerType(request.http?.headers.get('accept'));
          response.http.status = type === RESPONSE_TYPE ? 400 : 200;
        }
      },
    }),
  };
}

function errorsWithoutData({ body }: GraphQLResponse): readonly GraphQLFormattedError[] {
  if (body.kind !== 'single' || body.singleResult.data != null) return [];
  return body.singleResult.errors ?? [];
}

function askToWait({ http }: GraphQLResponse, { extensions }: GraphQLFormattedError): void {
  const seconds = extensions?.['retryAfterSeconds'];
  http.status = 429;
  if (typeof seconds === 'number') http.headers.set('retry-after', String(seconds));
}

function isRefusal({ extensions }: GraphQLFormattedError): boolean {
  return extensions?.['code'] !== 'INTERNAL';
}

/** Statuses that Apollo gives when nobody has named one; a 405 is meant. */
function isUndecided({ body, http }: GraphQLResponse): boolean {
  const isRefused = body.kind === 'single' && body.singleResult.data === undefined;
  return isRefused && (http.status === 400 || http.status === 500);
}
