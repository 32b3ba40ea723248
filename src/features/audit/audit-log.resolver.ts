import { Args, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Ctx, Permission, Requires, type SignedInContext } from '../../platform/access/index.js';
import type { CallerContext } from '../../platform/context/index.js';
import type { Connection } from '../../platform/graphql/index.js';
import { User, UserQueries } from '../users/index.js';
import { AuditLogQueries, type ListAuditLog } from './audit-log.queries.js';
import { AuditEntry, AuditEntryConnection } from './types/audit-entry.type.js';
import { AuditLogArguments } from './types/audit-log.arguments.js';

@Resolver(() => AuditEntry)
export class AuditLogResolver {
  constructor(
    private readonly entries: AuditLogQueries,
    private readonly users: UserQueries,
  ) {}

  @Query(() => AuditEntryConnection, { description: "What was done in the caller's tenant, newest first" })
  @Requires(Permission.AUDIT_READ)
  auditLog(
    @Ctx() ctx: CallerContext,
    @Args({ type: () => AuditLogArguments }) asked: ListAuditLog,
  ): Promise<Connection<AuditEntry>> {
    return this.entries.list(ctx, asked);
  }

  @ResolveField(() => User, {
    nullable: true,
    description:
      'Who did it. Null when nobody is known, when it was done by the service itself, and when a platform administrator did it: then `changes.reason` says why, where one was asked for',
  })
  actor({ actorId }: AuditEntry, _args: object, { ctx }: SignedInContext): Promise<User | null> | null {
    return actorId === null ? null : this.users.find(ctx, actorId);
  }

  @ResolveField(() => User, {
    nullable: true,
    description: 'Who it was done to; null when nobody, or somebody who is not in the tenant any more',
  })
  subject({ subjectId }: AuditEntry, _args: object, { ctx }: SignedInContext): Promise<User | null> | null {
    return subjectId === null ? null : this.users.find(ctx, subjectId);
  }
}
