import type { ApolloServerPlugin, GraphQLRequestListener, GraphQLResponse } from '@apollo/server';
import type { GraphQLFormattedError } from 'graphql';
import type { GraphqlContext } from '../access/index.js';

/** Notes of each operation what it was and which errors it met, for whoever watches the request. Nothing per field. */
export function observationPlugin(): ApolloServerPlugin<GraphqlContext> {
  return { requestDidStart: () => Promise.resolve(LISTENER) };
}

/** One for all: what it needs to know of a request comes with each call. */
const LISTENER: GraphQLRequestListener<GraphqlContext> = {
  willSendResponse: ({ contextValue: { observed, ctx }, operation, response }) => {
    if (observed) {
      observed.ctx = ctx;
      observed.type = operation?.operation ?? 'unknown';
      observed.definition = operation ?? null;
      observed.codes = codesOf(response);
    }
    return Promise.resolve();
  },
};

const NONE: readonly string[] = [];

function codesOf({ body }: GraphQLResponse): readonly string[] {
  const errors = body.kind === 'single' ? body.singleResult.errors : undefined;
  if (!errors?.length) return NONE;
  return [...new Set(errors.map(codeOf))];
}

function codeOf({ extensions }: GraphQLFormattedError): string {
  const code = extensions?.['code'];
  return typeof code === 'string' ? code : 'INTERNAL';
}
