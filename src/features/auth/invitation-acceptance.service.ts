import { Injectable } from '@nestjs/common';
import { systemContext, type RequestContext, type SystemContext } from '../../platform/context/index.js';
import { Database } from '../../platform/database/index.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { ErrorCode } from '../../platform/errors/error-code.js';
import { AuditTrail } from '../../platform/events/index.js';
import { AccountMails, InvitationTokens, UserRepository, type NewUser } from '../users/index.js';
import { NewPasswords } from './new-passwords.js';
import { TokenIssuer, type OpenedSession } from './token-issuer.js';

export interface Acceptance {
  readonly token: string;
  readonly password: string;
  readonly fullName?: string | null;
}

/** Makes accounts of invitations. */
@Injectable()
export class InvitationAcceptanceService {
  constructor(
    private readonly database: Database,
    private readonly invitations: InvitationTokens,
    private readonly users: UserRepository,
    private readonly passwords: NewPasswords,
    private readonly mails: AccountMails,
    private readonly issuer: TokenIssuer,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * Account, session and the end of the invitation: all or none. The address is not proved by it, since whoever invites
   * sees the token too; a mail asks for that.
   * @throws DomainError TOKEN_INVALID, TOKEN_EXPIRED, TENANT_SUSPENDED, ALREADY_EXISTS, INVALID
   */
  async accept(asker: RequestContext, { token, password, fullName }: Acceptance): Promise<OpenedSession> {
    const ctx = systemContext('accept an invitation', asker);
    // looked at before the password is hashed, so that a wrong token costs nothing; spent with the account itself
    const { email } = await this.database.read(ctx, () => this.invitations.look(ctx, token));
    const passwordHash = await this.passwords.hash(password, { email, field: 'password' });
    return this.database.write(ctx, async () => {
      const { id, tenantId, role } = await this.invitations.spend(ctx, token);
      const userId = await this.createUser(ctx, {
        tenantId,
        email,
        passwordHash,
        fullName: fullName?.trim() || null,
        role,
      });
      await this.audit.record(ctx, {
        actorId: userId,
        subjectId: userId,
        tenantId,
        action: 'invitation.accepted',
        entityType: 'invitation',
        entityId: id,
        changes: { email: [null, email], role: [null, role] },
      });
      await this.mails.request(ctx, { purpose: 'VERIFY_EMAIL', userId, email });
      return this.issuer.open(ctx, asker, userId);
    });
  }

  private async createUser(ctx: SystemContext, user: NewUser): Promise<string> {
    try {
      return await this.users.create(ctx, user);
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== ErrorCode.ALREADY_EXISTS) throw error;
      throw new DomainError(
        ErrorCode.ALREADY_EXISTS,
        'There is an account with the address that was invited, and an account belongs to one tenant. Ask for an invitation of another address.',
        ['token'],
        { cause: error },
      );
    }
  }
}
