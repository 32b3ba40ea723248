import type { ApolloServerPlugin, GraphQLRequestListener } from '@apollo/server';
import { OperationTypeNode, type GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import type { GraphqlContext } from '../access/index.js';
import type { RequestContext } from '../context/index.js';
import { TooBusyError } from '../crypto/bounded-queue.js';
import type { Database } from '../database/index.js';
import { badUserInput } from './bad-user-input.js';

/** Gives every error its request id, logs what nobody expected, and ends the snapshot when the answer is out. */
export function requestPlugin(database: Database, log: Logger): ApolloServerPlugin<GraphqlContext> {
  return {
    requestDidStart: ({ contextValue }): Promise<GraphQLRequestListener<GraphqlContext>> =>
      Promise.resolve({
        didResolveOperation: ({ operation }) => {
          if (operation?.operation !== OperationTypeNode.SUBSCRIPTION) return Promise.resolve();
          throw badUserInput('subscription', 'expected a query or a mutation');
        },
        didEncounterErrors: ({ errors }) => {
          for (const error of errors.filter(isUnexpected)) {
            log.error(
              { ...logged(contextValue.ctx), err: error.originalError, path: error.path },
              'request failed',
            );
          }
          return Promise.resolve();
        },
        willSendResponse: ({ response }) => {
          const { ctx } = contextValue;
          if (ctx.kind === 'caller') database.end(ctx);
          if (response.body.kind === 'single' && response.body.singleResult.errors) {
            const { singleResult } = response.body;
            singleResult.errors = singleResult.errors?.map((error) => ({
              ...error,
              extensions: { ...error.extensions, requestId: ctx.requestId },
            }));
          }
          return Promise.resolve();
        },
      }),
  };
}

function logged(ctx: RequestContext): object {
  const { requestId } = ctx;
  return ctx.kind === 'caller' ? { requestId, tenantId: ctx.tenantId, userId: ctx.userId } : { requestId };
}

function isUnexpected(error: GraphQLError): boolean {
  if (error.originalError instanceof TooBusyError) return false;
  return error.originalError != null && error.extensions['code'] === undefined;
}
