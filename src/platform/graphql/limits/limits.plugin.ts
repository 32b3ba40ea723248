import type { ApolloServerPlugin, GraphQLRequestListener } from '@apollo/server';
import type { GraphqlContext } from '../../access/index.js';
import type { CostReport, OperationGate } from './operation-gate.js';

/** Takes every operation through the gate before its execution, and tells its cost in the answer. */
export function limitsPlugin(gate: OperationGate): ApolloServerPlugin<GraphqlContext> {
  return {
    requestDidStart: async (): Promise<GraphQLRequestListener<GraphqlContext>> => {
      let cost: CostReport | null = null;
      return {
        didResolveOperation: async ({ contextValue, schema, document, operation, request }) => {
          // which operation is meant is not to be told: execution answers so
          if (!operation) return;
          const variables = request.variables ?? {};
          cost = await gate.admit(contextValue.ctx, { schema, document, operation, variables });
        },
        willSendResponse: async ({ response }) => {
          if (cost && response.body.kind === 'single') {
            const { singleResult } = response.body;
            singleResult.extensions = { ...singleResult.extensions, cost };
          }
        },
      };
    },
  };
}
