import { Injectable } from '@nestjs/common';
import type { GraphqlContext } from '../../platform/access/index.js';
import { Database } from '../../platform/database/index.js';
import type { OpenedSession } from './token-issuer.js';
import type { AuthPayload } from './types/auth.types.js';
import { ViewerQueries } from './viewer.queries.js';

/** What every mutation answers that signs somebody in. */
@Injectable()
export class SignInPayloads {
  constructor(
    private readonly viewers: ViewerQueries,
    private readonly database: Database,
  ) {}

  /** From here on the request is the caller's: what the payload is asked for is read as theirs. */
  async of(graphql: GraphqlContext, { tokens, caller }: OpenedSession): Promise<Partial<AuthPayload>> {
    if (graphql.ctx.kind === 'caller') this.database.close(graphql.ctx);
    graphql.ctx = caller;
    return { tokens, viewer: await this.viewers.find(caller, 'all') };
  }
}
