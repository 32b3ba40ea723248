import { Injectable } from '@nestjs/common';
import {
  type GraphqlContext,
  permissionsOf,
  Role,
  scopeOf,
  writeScopeOf,
} from '../../platform/access/index.js';
import { Database } from '../../platform/database/index.js';
import { UserQueries, type UserPayload } from '../users/index.js';
import type { Account } from './accounts.repository.js';
import { bearerOf } from './session-caller.js';

/** What mutations answer that somebody may call by a token from a mail, without being signed in. */
@Injectable()
export class TokenBearerPayloads {
  constructor(
    private readonly users: UserQueries,
    private readonly database: Database,
  ) {}

  /** The account is read as its owner sees it; the request can change nothing more by that. */
  async of(
    graphql: GraphqlContext,
    { userId, tenantId, role: name }: Account,
  ): Promise<Partial<UserPayload>> {
    if (graphql.ctx.kind === 'caller') this.database.close(graphql.ctx);
    const role = Role[name as keyof typeof Role];
    graphql.ctx = bearerOf(graphql.ctx, {
      userId,
      tenantId,
      role,
      scope: scopeOf(role),
      writeScope: writeScopeOf(role),
      permissions: permissionsOf(role, false),
    });
    return { user: (await this.users.find(graphql.ctx, userId)) ?? undefined };
  }
}
