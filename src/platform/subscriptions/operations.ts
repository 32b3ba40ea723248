import { Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import {
  createSourceEventStream,
  execute,
  getOperationAST,
  GraphQLError,
  OperationTypeNode,
  type ExecutionArgs,
  type ExecutionResult,
} from 'graphql';
import type { SubscribePayload } from 'graphql-ws';
import type { CallerContext } from '../context/index.js';
import { Database } from '../database/index.js';
import { badUserInput } from '../graphql/bad-user-input.js';
import { conditionalRoot } from './conditional-root.js';
import { DocumentCheck } from './document-check.js';
import type { LiveEvent } from './feed.js';
import { unexpected } from './socket-errors.js';

/** Subscriptions as GraphQL executes them; over HTTP Apollo does the like for queries and mutations. */
@Injectable()
export class Operations {
  constructor(
    private readonly moduleRef: ModuleRef,
    private readonly documents: DocumentCheck,
    private readonly database: Database,
  ) {}

  /** Reads what is asked for. @returns what is wrong with it, or what to execute */
  async read(
    { query, operationName, variables }: SubscribePayload,
    ctx: CallerContext,
  ): Promise<ExecutionArgs | GraphQLError[]> {
    try {
      const { schema } = this.moduleRef.get(GraphQLSchemaHost, { strict: false });
      const document = this.documents.parse(query);
      const operation = getOperationAST(document, operationName);
      if (operation?.operation !== OperationTypeNode.SUBSCRIPTION) {
        return [badUserInput('query', 'expected one subscription; queries and mutations go over HTTP')];
      }
      const condition = conditionalRoot(document, operation.selectionSet);
      if (condition) return [condition];
      const given = variables ?? {};
      const errors = await this.documents.check({ schema, document, operation, variables: given }, ctx);
      if (errors.length > 0) return errors.map(asInputError);
      return { schema, document, operationName, variableValues: given, contextValue: { ctx } };
    } catch (error) {
      return [error instanceof GraphQLError ? asInputError(error) : unexpected(error)];
    }
  }

  /** Calls the resolver, before which the guard stands. @returns its events, or why there are none */
  async subscribe(
    args: ExecutionArgs,
    ctx: CallerContext,
  ): Promise<AsyncIterator<LiveEvent> | ExecutionResult> {
    try {
      const source = await createSourceEventStream(args);
      return Symbol.asyncIterator in source
        ? (source as AsyncIterable<LiveEvent>)[Symbol.asyncIterator]()
        : source;
    } catch (error) {
      return { errors: [unexpected(error)] };
    } finally {
      this.database.end(ctx);
    }
  }

  /** Answers one event in a context of its own, whose reads are of one moment. @returns null: nothing to tell */
  async answer(args: ExecutionArgs, event: LiveEvent, ctx: CallerContext): Promise<ExecutionResult | null> {
    try {
      const rootValue = await event(ctx);
      return rootValue && (await execute({ ...args, rootValue, contextValue: { ctx } }));
    } finally {
      this.database.end(ctx);
    }
  }
}

/** Parsing and validating give errors without a code: the fault is the caller's. */
function asInputError(error: GraphQLError): GraphQLError {
  if (error.extensions['code'] !== undefined) return error;
  const { message, nodes, source, positions, path, originalError } = error;
  return new GraphQLError(message, {
    ...(originalError && { originalError }),
    ...(nodes && { nodes }),
    ...(source && { source }),
    ...(positions && { positions }),
    ...(path && { path }),
    extensions: { code: 'BAD_USER_INPUT' },
  });
}
