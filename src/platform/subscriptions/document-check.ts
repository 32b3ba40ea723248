import { Inject, Injectable } from '@nestjs/common';
import { getVariableValues, parse, validate, type DocumentNode, type GraphQLError } from 'graphql';
import { SETTINGS, type Settings } from '../../config/settings.js';
import type { CallerContext } from '../context/index.js';
import { OperationGate, type AskedOperation } from '../graphql/index.js';

/** What a document is held to before anything of it is done: the same as over HTTP. */
@Injectable()
export class DocumentCheck {
  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly gate: OperationGate,
  ) {}

  /** @throws GraphQLError when it is no GraphQL, or too long */
  parse(query: string): DocumentNode {
    return parse(query, { maxTokens: this.settings.limits.tokens });
  }

  /**
   * Whether the operation fits the schema and the limits; it is paid for out of the caller's budget.
   * @returns what is wrong
   * @throws GraphQLError FORBIDDEN, TOO_COMPLEX, RATE_LIMITED or BAD_USER_INPUT
   */
  async check(asked: AskedOperation, ctx: CallerContext): Promise<readonly GraphQLError[]> {
    const { schema, document, operation, variables } = asked;
    const options = { maxErrors: this.settings.limits.errors };
    const errors = validate(schema, document, undefined, options);
    if (errors.length > 0) return errors;
    await this.gate.admit(ctx, asked);
    return getVariableValues(schema, operation.variableDefinitions ?? [], variables, options).errors ?? [];
  }
}
