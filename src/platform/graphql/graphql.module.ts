import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import { ApolloServerPluginLandingPageLocalDefault } from '@apollo/server/plugin/landingPage/default';
import type { ApolloDriverConfig } from '@nestjs/apollo';
import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { APP_PIPE } from '@nestjs/core';
import { GraphQLModule } from '@nestjs/graphql';
import { GraphQLError } from 'graphql';
import type { FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { SETTINGS, type Settings } from '../../config/settings.js';
import type { GraphqlContext } from '../access/index.js';
import { RequestContexts } from '../context/index.js';
import { Database } from '../database/index.js';
import { LOGGER } from '../observability/index.js';
import { ObservedOperation } from '../observability/observed-operation.js';
import { compiledExecution } from './compiled/compiled-execution.plugin.js';
import { withoutPlainResolvers } from './compiled/plain-fields.js';
import { formatError } from './error-format.js';
import { GraphqlDriver } from './graphql.driver.js';
import { GraphiqlController } from './graphiql.controller.js';
import { inputValidation } from './input-errors.js';
import { LimitsModule } from './limits/limits.module.js';
import { limitsPlugin } from './limits/limits.plugin.js';
import { OperationGate } from './limits/operation-gate.js';
import { observationPlugin } from './observation.plugin.js';
import { requestPlugin } from './request.plugin.js';
import { statusPlugin } from './status.plugin.js';
import { StorableTextPipe } from './storable-text.pipe.js';
import { scalarsMap } from './scalars/scalars.js';

/** Fields of a document when every fragment is written out. The deepest page of ours comes to some two hundred. */
const MAX_RECURSIVE_SELECTIONS = 2_000;

/** GraphQL at /graphql, code first. In development it describes itself and opens Apollo Sandbox in a browser. */
@Module({})
export class GraphqlModule {
  /** @param identity the module that provides RequestContexts: only a feature knows who is who */
  static with(identity: Type): DynamicModule {
    return {
      module: GraphqlModule,
      imports: [
        GraphQLModule.forRootAsync<ApolloDriverConfig>({
          driver: GraphqlDriver,
          imports: [identity],
          inject: [SETTINGS, RequestContexts, OperationGate, Database, LOGGER],
          useFactory: apolloOptions,
        }),
        LimitsModule,
      ],
      controllers: [GraphiqlController],
      providers: [
        { provide: APP_PIPE, useClass: StorableTextPipe },
        { provide: APP_PIPE, useFactory: inputValidation },
      ],
    };
  }
}

function apolloOptions(
  settings: Settings,
  contexts: RequestContexts,
  gate: OperationGate,
  database: Database,
  log: Logger,
): Omit<ApolloDriverConfig, 'driver'> {
  return {
    autoSchemaFile: true,
    sortSchema: true,
    transformSchema: withoutPlainResolvers,
    // Apollo checks the schema once more, without executing a query of it
    buildSchemaOptions: { scalarsMap, skipCheck: true },
    // who may introspect is known with the caller: the gate decides
    introspection: true,
    hideSchemaDetailsFromClientErrors: true,
    parseOptions: { maxTokens: settings.limits.tokens },
    validationOptions: { maxErrors: settings.limits.errors },
    maxRecursiveSelections: MAX_RECURSIVE_SELECTIONS,
    graphiql: false,
    csrfPrevention: true,
    // documents are cached by their text; registering them by hash has no use here
    persistedQueries: false,
    includeStacktraceInErrorResponses: false,
    formatError,
    autoTransformHttpErrors: false,
    preserveHttpStatusForExecutionErrors: false,
    context: (request: FastifyRequest) => contextOf(request, contexts, log),
    plugins: [
      // both would wrap every resolver of the schema, and are asked for nothing: see the header in requestPlugin
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      // before all that have nothing to say to an operation's answer: Apollo asks them one after another
      ...(settings.compiledExecution ? [compiledExecution()] : []),
      requestPlugin(database, log),
      observationPlugin(),
      limitsPlugin(gate),
      statusPlugin(),
      settings.production
        ? ApolloServerPluginLandingPageDisabled()
        : ApolloServerPluginLandingPageLocalDefault({ embed: true, footer: false }),
    ],
  };
}

async function contextOf(
  request: FastifyRequest,
  contexts: RequestContexts,
  log: Logger,
): Promise<GraphqlContext> {
  try {
    const ctx = await contexts.fromHttp(request);
    const observed = new ObservedOperation();
    request.operation = observed;
    return { ctx, observed };
  } catch (error) {
    // before there is a context there is no plugin to log it
    const requestId = request.id;
    log.error({ requestId, err: error }, 'caller not identified');
    throw new GraphQLError('Internal error', { extensions: { requestId } });
  }
}
