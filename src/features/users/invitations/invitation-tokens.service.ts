import { Injectable } from '@nestjs/common';
import type { SystemContext } from '../../../platform/context/index.js';
import { hashToken } from '../../../platform/crypto/opaque-token.js';
import { DomainError } from '../../../platform/errors/domain-error.js';
import { ErrorCode } from '../../../platform/errors/error-code.js';
import { mayManage } from '../domain/member-rules.js';
import { InvitationTokenRepository, type FoundInvitation } from './invitation-tokens.repository.js';

export type AcceptableInvitation = Pick<FoundInvitation, 'id' | 'tenantId' | 'email' | 'role'>;

/** The tokens of invitations, as those who accept one see them. */
@Injectable()
export class InvitationTokens {
  constructor(private readonly invitations: InvitationTokenRepository) {}

  /** Without accepting. @throws DomainError TOKEN_INVALID, TOKEN_EXPIRED, TENANT_SUSPENDED */
  async look(ctx: SystemContext, token: string): Promise<AcceptableInvitation> {
    return acceptable(await this.invitations.find(ctx, hashToken(token)));
  }

  /** Inside write(): of many who bring the same token, one succeeds. @throws DomainError as look() */
  async spend(ctx: SystemContext, token: string): Promise<AcceptableInvitation> {
    const invitation = acceptable(await this.invitations.lock(ctx, hashToken(token)));
    await this.invitations.accept(ctx, invitation);
    return invitation;
  }
}

/** Nobody comes in by the word of somebody who could not give it today. */
function acceptable(found: FoundInvitation | null): FoundInvitation {
  const field = ['token'];
  if (!found || !found.inviterActive || !mayManage(found.inviterRole, found.role)) {
    throw new DomainError(
      ErrorCode.TOKEN_INVALID,
      'This invitation is not valid, was withdrawn, or was accepted already. Ask for another one.',
      field,
    );
  }
  if (found.isOver) {
    throw new DomainError(
      ErrorCode.TOKEN_EXPIRED,
      'The time of this invitation is over. Ask for another one.',
      field,
    );
  }
  if (!found.tenantActive) throw new DomainError(ErrorCode.TENANT_SUSPENDED, 'The tenant is suspended.');
  return found;
}
