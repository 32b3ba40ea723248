import { Inject, Injectable } from '@nestjs/common';
import { GraphQLError, parse, validate, type DocumentNode, type GraphQLSchema } from 'graphql';
import { SETTINGS, type Settings } from '../../config/settings.js';
import type { CallerContext } from '../context/index.js';

/** What a document is held to before anything of it is done. */
@Injectable()
export class DocumentCheck {
  constructor(@Inject(SETTINGS) private readonly settings: Settings) {}

  /** @throws GraphQLError when it is no GraphQL, or too long */
  parse(query: string): DocumentNode {
    return parse(query, { maxTokens: this.settings.limits.tokens });
  }

  /**
   * Whether the document fits the schema and the limits. What else a subscription costs its caller belongs here.
   * @returns what is wrong
   */
  async checkDocument(
    { schema, document }: { readonly schema: GraphQLSchema; readonly document: DocumentNode },
    _variables: Readonly<Record<string, unknown>>,
    _ctx: CallerContext,
  ): Promise<readonly GraphQLError[]> {
    return validate(schema, document, undefined, { maxErrors: this.settings.limits.errors });
  }
}
