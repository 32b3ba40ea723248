import { Injectable } from '@nestjs/common';
import { platformContext, Role } from '../../../platform/access/index.js';
import type { CallerContext } from '../../../platform/context/index.js';
import { AccessTokenSigner } from '../../../platform/crypto/access-token.js';
import { createOpaqueToken } from '../../../platform/crypto/opaque-token.js';
import { Database } from '../../../platform/database/index.js';
import { DomainError } from '../../../platform/errors/domain-error.js';
import { ErrorCode } from '../../../platform/errors/error-code.js';
import { AuditTrail, DomainEvents } from '../../../platform/events/index.js';
import { AccountRepository, type Account } from '../accounts.repository.js';
import { callerOf } from '../session-caller.js';
import { identityOf, inactivityOf } from '../session-identity.js';
import type { OpenedSession } from '../token-issuer.js';
import { ImpersonationRepository } from './impersonations.repository.js';

/** Lets a platform administrator look through a member's eyes, for half an hour, and change nothing. */
@Injectable()
export class ImpersonationService {
  constructor(
    private readonly database: Database,
    private readonly accounts: AccountRepository,
    private readonly impersonations: ImpersonationRepository,
    private readonly signer: AccessTokenSigner,
    private readonly audit: AuditTrail,
    private readonly events: DomainEvents,
  ) {}

  /** Session, audit row and notice to the member: all or none. @throws DomainError when it may not be this account */
  async open(administrator: CallerContext, userId: string, reason: string): Promise<OpenedSession> {
    const ctx = platformContext('impersonation', administrator);
    return this.database.write(ctx, async () => {
      const member = allowed(administrator, await this.accounts.find(ctx, userId.toLowerCase()));
      const id = this.impersonations.newId(ctx);
      const access = this.signer.sign(claimsOf(administrator, member, id), ctx.now());
      const { expiresAt } = access;
      const administratorId = administrator.userId;
      await this.impersonations.open(ctx, id, { administratorId, userId: member.userId, reason, expiresAt });
      await this.audit.record(ctx, {
        actorId: administratorId,
        subjectId: member.userId,
        tenantId: member.tenantId,
        action: 'auth.impersonate',
        entityType: 'session',
        entityId: id,
        changes: { reason: [null, reason], expiresAt: [null, expiresAt] },
      });
      await this.events.emit(ctx, 'security', {
        tenantId: member.tenantId,
        userId: member.userId,
        kind: 'IMPERSONATED',
        data: { sessionId: id, reason, expiresAt },
      });
      return {
        caller: callerOf(administrator, identityOf({ ...member, impersonatorId: administratorId }, id)),
        tokens: {
          accessToken: access.token,
          accessTokenExpiresAt: expiresAt,
          // stored nowhere, and so never accepted: an impersonation is not renewed
          refreshToken: createOpaqueToken(),
          refreshTokenExpiresAt: expiresAt,
        },
      };
    });
  }
}

function allowed(administrator: CallerContext, member: Account | null): Account {
  if (!member) throw new DomainError(ErrorCode.NOT_FOUND, 'There is no such user.', FIELD);
  if (member.userId === administrator.userId)
    throw new DomainError(ErrorCode.FORBIDDEN, 'This is you already.', FIELD);
  if (member.isAdmin)
    throw new DomainError(
      ErrorCode.FORBIDDEN,
      'Platform administrators are not impersonated. Ask them what they see.',
      FIELD,
    );
  const inactivity = inactivityOf(member);
  if (inactivity) throw inactivity;
  return member;
}

const FIELD = ['userId'];

function claimsOf(administrator: CallerContext, { userId, tenantId, role }: Account, sessionId: string) {
  const actor = { userId: administrator.userId, sessionId: administrator.sessionId };
  return { sub: userId, tenantId, role: Role[role as keyof typeof Role], sessionId, actor };
}
