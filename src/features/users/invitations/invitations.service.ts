import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS, type Settings } from '../../../config/settings.js';
import type { Role } from '../../../platform/access/index.js';
import type { CallerContext } from '../../../platform/context/index.js';
import { createOpaqueToken, hashToken } from '../../../platform/crypto/opaque-token.js';
import { Database } from '../../../platform/database/index.js';
import { DomainError } from '../../../platform/errors/domain-error.js';
import { ErrorCode } from '../../../platform/errors/error-code.js';
import { AuditTrail } from '../../../platform/events/index.js';
import { soughtId } from '../../../platform/graphql/index.js';
import { Mails } from '../../../platform/mail/index.js';
import { mayManage } from '../domain/member-rules.js';
import { invitationMail } from './domain/invitation-mail-text.js';
import { InvitationRepository } from './invitations.repository.js';
import type { Invitation } from './types/invitation.type.js';

/** Milliseconds in which an invitation can be accepted. */
const LIFETIME_MS = 7 * 86_400_000;

@Injectable()
export class InvitationService {
  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly database: Database,
    private readonly invitations: InvitationRepository,
    private readonly mails: Mails,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * Invites somebody, and replaces what invitation of the address is open. That an account of another tenant has the
   * address is not told: accepting the invitation fails then.
   * @returns the invitation, and the token, of which only the hash is kept
   * @throws DomainError FORBIDDEN, ALREADY_EXISTS
   */
  async invite(
    ctx: CallerContext,
    { role, ...input }: { readonly email: string; readonly role: Role },
  ): Promise<{ invitation: Invitation; token: string }> {
    const email = input.email.trim();
    if (!mayManage(ctx.role, role)) throw beyondRole('role');
    const token = createOpaqueToken();
    const invitation = await this.database.write(ctx, async () => {
      await this.invitations.lockAddress(ctx, email);
      if (await this.invitations.isMember(ctx, email)) {
        throw new DomainError(
          ErrorCode.ALREADY_EXISTS,
          'Somebody of this tenant has this address. Change their role instead.',
          ['email'],
        );
      }
      await this.replace(ctx, email);
      const expiresAt = new Date(ctx.now().getTime() + LIFETIME_MS);
      const created = await this.invitations.create(ctx, {
        email,
        role,
        tokenHash: hashToken(token),
        expiresAt,
      });
      await this.record(ctx, 'invitation.created', created, { email: [null, email], role: [null, role] });
      await this.mail(ctx, email, token);
      return created;
    });
    return { invitation, token };
  }

  /** Withdraws an open invitation. @throws DomainError NOT_FOUND, FORBIDDEN, CONFLICT when it was accepted */
  async revoke(ctx: CallerContext, asked: string): Promise<Invitation> {
    const id = soughtId(asked);
    if (id === null) throw noSuchInvitation();
    return this.database.write(ctx, async () => {
      const invitation = await this.invitations.lock(ctx, id);
      if (!invitation) throw noSuchInvitation();
      if (!mayManage(ctx.role, invitation.role)) throw beyondRole('id');
      if (invitation.acceptedAt) {
        throw new DomainError(
          ErrorCode.CONFLICT,
          'This invitation has been accepted. Deactivate the member instead.',
          ['id'],
        );
      }
      if (!invitation.revokedAt) await this.withdraw(ctx, invitation);
      return invitation;
    });
  }

  private async replace(ctx: CallerContext, email: string): Promise<void> {
    const open = await this.invitations.findOpen(ctx, email);
    if (!open) return;
    if (!mayManage(ctx.role, open.role)) throw beyondRole('email');
    await this.withdraw(ctx, open);
  }

  private async withdraw(ctx: CallerContext, invitation: Invitation): Promise<void> {
    await this.invitations.revoke(ctx, invitation.id);
    await this.record(ctx, 'invitation.revoked', invitation, {
      email: [invitation.email, null],
      role: [invitation.role, null],
    });
  }

  private async mail(ctx: CallerContext, to: string, token: string): Promise<void> {
    const { publicUrl } = this.settings.http;
    const inviter = await this.invitations.inviter(ctx);
    await this.mails.send(ctx, { to, ...invitationMail({ inviter, token, publicUrl }) });
  }

  private record(
    ctx: CallerContext,
    action: string,
    { id: entityId }: Invitation,
    changes: Readonly<Record<string, [unknown, unknown]>>,
  ): Promise<void> {
    const { userId: actorId, tenantId } = ctx;
    return this.audit.record(ctx, {
      actorId,
      subjectId: null,
      tenantId,
      action,
      entityType: 'invitation',
      entityId,
      changes,
    });
  }
}

function beyondRole(field: string): DomainError {
  return new DomainError(
    ErrorCode.FORBIDDEN,
    'Your role invites users and viewers only. Ask an owner of the tenant.',
    [field],
  );
}

/** The same for an id that is missing and one of a stranger's. */
function noSuchInvitation(): DomainError {
  return new DomainError(ErrorCode.NOT_FOUND, 'There is no such invitation.', ['id']);
}
