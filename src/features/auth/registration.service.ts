import { Injectable } from '@nestjs/common';
import { Role } from '../../platform/access/index.js';
import { systemContext, type RequestContext } from '../../platform/context/index.js';
import { Database } from '../../platform/database/index.js';
import { AuditTrail } from '../../platform/events/index.js';
import { TenantRepository } from '../tenants/index.js';
import { AccountMails, UserRepository } from '../users/index.js';
import { NewPasswords } from './new-passwords.js';
import { TokenIssuer, type OpenedSession } from './token-issuer.js';

export interface Registration {
  readonly email: string;
  readonly password: string;
  readonly fullName?: string | null;
  readonly tenantName: string;
}

@Injectable()
export class RegistrationService {
  constructor(
    private readonly database: Database,
    private readonly tenants: TenantRepository,
    private readonly users: UserRepository,
    private readonly tokens: TokenIssuer,
    private readonly passwords: NewPasswords,
    private readonly mails: AccountMails,
    private readonly audit: AuditTrail,
  ) {}

  /** Tenant, owner and session: all or none. */
  async register(asker: RequestContext, input: Registration): Promise<OpenedSession> {
    const ctx = systemContext('register', asker);
    const email = input.email.trim();
    const passwordHash = await this.passwords.hash(input.password, { email, field: 'password' });
    return this.database.write(ctx, async () => {
      const tenantId = await this.tenants.create(ctx, input.tenantName.trim());
      const fullName = input.fullName?.trim() || null;
      const userId = await this.users.create(ctx, {
        tenantId,
        email,
        passwordHash,
        fullName,
        role: Role.OWNER,
      });
      await this.audit.record(ctx, { actorId: userId, subjectId: userId, tenantId, action: 'auth.register' });
      await this.mails.request(ctx, { purpose: 'VERIFY_EMAIL', userId, email });
      return this.tokens.open(ctx, asker, userId);
    });
  }
}
