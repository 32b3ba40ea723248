import { HeaderMap, type ApolloServerPlugin, type GraphQLResponse } from '@apollo/server';
import { OperationTypeNode, type OperationDefinitionNode } from 'graphql';
import type { GraphqlContext } from '../../access/index.js';
import { CompiledDocuments } from './compiled-documents.js';

/**
 * Executes queries that come often as compiled functions (graphql-jit). An answer with an error in it is thrown away and
 * made again by graphql-js: so errors are formatted, logged and counted in one way. Reading twice changes nothing, and
 * what was read stays in the loaders and the snapshot of the request. Mutations are never executed here.
 */
export function compiledExecution(): ApolloServerPlugin<GraphqlContext> {
  const documents = new CompiledDocuments();
  return {
    requestDidStart: () =>
      Promise.resolve({
        async responseForOperation({ operation, document, schema, queryHash, request, contextValue }) {
          // the types do not know it, but a name that no operation has leaves none
          if ((operation as OperationDefinitionNode | undefined)?.operation !== OperationTypeNode.QUERY)
            return null;
          if (queryHash === undefined) return null;
          const query = documents.find({
            schema,
            document,
            hash: queryHash,
            name: request.operationName ?? null,
          });
          const result = await query?.({}, contextValue, request.variables);
          return !result || result.errors?.length ? null : answerOf(result);
        },
      }),
  };
}

function answerOf({ data }: { readonly data?: object | null }): GraphQLResponse {
  return {
    http: { status: undefined, headers: new HeaderMap() },
    body: { kind: 'single', singleResult: { data: data as Record<string, unknown> } },
  };
}
