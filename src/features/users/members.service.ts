import { Injectable } from '@nestjs/common';
import type { Role } from '../../platform/access/index.js';
import type { CallerContext } from '../../platform/context/index.js';
import { Database } from '../../platform/database/index.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { ErrorCode } from '../../platform/errors/error-code.js';
import { Announcements, AuditTrail, DomainEvents } from '../../platform/events/index.js';
import { soughtId } from '../../platform/graphql/index.js';
import {
  isChange,
  leavesNoOwner,
  memberRefusal,
  type Member,
  type MemberRefusal,
  type Standing,
} from './domain/member-rules.js';
import { MemberRepository } from './members.repository.js';

/** What owners and administrators of a tenant do to its people. */
@Injectable()
export class MemberService {
  constructor(
    private readonly database: Database,
    private readonly members: MemberRepository,
    private readonly audit: AuditTrail,
    private readonly events: DomainEvents,
    private readonly announcements: Announcements,
  ) {}

  /** @returns id of the member. @throws DomainError NOT_FOUND, FORBIDDEN, LAST_OWNER */
  async changeRole(ctx: CallerContext, userId: string, role: Role): Promise<string> {
    return this.change(ctx, userId, { role }, async (before) => {
      await this.members.setRole(ctx, before.id, role);
      await this.record(ctx, before.id, 'user.role_changed', { role: [before.role, role] });
      await this.events.emit(ctx, 'security', {
        tenantId: ctx.tenantId,
        userId: before.id,
        kind: 'ROLE_CHANGED',
        data: { role },
      });
    });
  }

  /** @returns id of the member. @throws DomainError NOT_FOUND, FORBIDDEN, LAST_OWNER */
  async setActive(ctx: CallerContext, userId: string, isActive: boolean): Promise<string> {
    return this.change(ctx, userId, { isActive }, async (before) => {
      await this.members.setActive(ctx, before.id, isActive);
      const action = isActive ? 'user.activated' : 'user.deactivated';
      await this.record(ctx, before.id, action, { isActive: [before.isActive, isActive] });
    });
  }

  /** Applies what the rules allow, and leaves alone what is so already. */
  private async change(
    ctx: CallerContext,
    userId: string,
    wanted: Partial<Standing>,
    apply: (before: Member) => Promise<void>,
  ): Promise<string> {
    const id = soughtId(userId);
    if (id === null) throw noSuchMember();
    return this.database.write(ctx, async () => {
      const locked = await this.members.lock(ctx, [ctx.userId, id]);
      const before = locked.find((it) => it.id === id);
      if (!before) throw noSuchMember();
      const after = { ...before, ...wanted };
      assertAllowed(ctx, locked, before, after);
      if (!isChange(before, after)) return id;
      await apply(before);
      await this.announcements.announce(ctx, 'access', { userId: id });
      return id;
    });
  }

  private record(
    ctx: CallerContext,
    subjectId: string,
    action: string,
    changes: Readonly<Record<string, [unknown, unknown]>>,
  ): Promise<void> {
    const { userId: actorId, tenantId } = ctx;
    return this.audit.record(ctx, {
      actorId,
      subjectId,
      tenantId,
      action,
      entityType: 'user',
      entityId: subjectId,
      changes,
    });
  }
}

function assertAllowed(ctx: CallerContext, locked: readonly Member[], before: Member, after: Standing): void {
  const refusal = memberRefusal({ id: ctx.userId, role: ctx.role }, before, after);
  if (refusal) throw forbidden(refusal);
  if (leavesNoOwner(locked, before.id, after)) {
    throw new DomainError(
      ErrorCode.LAST_OWNER,
      'This is the last active owner of the tenant. Make somebody else an owner first.',
      ['userId'],
    );
  }
  // the role that the request came in with may have been taken away since
  const actor = locked.find(({ id }) => id === ctx.userId);
  if (!actor?.isActive || actor.role !== ctx.role) {
    throw new DomainError(ErrorCode.FORBIDDEN, 'Your own role has been changed meanwhile. Sign in again.', [
      'userId',
    ]);
  }
}

function forbidden(refusal: MemberRefusal): DomainError {
  const message = {
    SELF: 'Nobody changes their own role or deactivates themself. Ask an owner of the tenant.',
    MEMBER: 'Your role manages users and viewers only. Ask an owner of the tenant.',
    GRANT: 'Your role makes users and viewers only. Ask an owner of the tenant.',
  }[refusal];
  return new DomainError(ErrorCode.FORBIDDEN, message, [refusal === 'GRANT' ? 'role' : 'userId']);
}

/** The same for an id that is missing and one that is a stranger's. */
function noSuchMember(): DomainError {
  return new DomainError(ErrorCode.NOT_FOUND, 'There is no such member.', ['userId']);
}
