import { Injectable } from '@nestjs/common';
import { systemContext, type RequestContext } from '../../platform/context/index.js';
import { PasswordHasher } from '../../platform/crypto/password.js';
import { Database } from '../../platform/database/index.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { ErrorCode } from '../../platform/errors/error-code.js';
import { AuditTrail, NO_TENANT } from '../../platform/events/index.js';
import { AccountRepository, type Account } from './accounts.repository.js';
import { inactivityOf } from './session-identity.js';
import { SignInBrake } from './sign-in-brake.js';
import { TokenIssuer, type OpenedSession } from './token-issuer.js';

/** Sign-in by address and password. */
@Injectable()
export class SignInService {
  constructor(
    private readonly database: Database,
    private readonly accounts: AccountRepository,
    private readonly issuer: TokenIssuer,
    private readonly passwords: PasswordHasher,
    private readonly audit: AuditTrail,
    private readonly brake: SignInBrake,
  ) {}

  /**
   * An unknown address, a wrong password and an account without one: the same answer in the same time.
   * @throws GraphQLError RATE_LIMITED after too many failures
   */
  async login(asker: RequestContext, email: string, password: string): Promise<OpenedSession> {
    const ctx = systemContext('login', asker);
    const address = email.trim();
    const attempted = await this.brake.begin(asker, address);
    const account = await this.database.read(ctx, () => this.accounts.findByEmail(ctx, address));
    const matches = await this.passwords.verify(account?.passwordHash ?? null, password);
    // that an account is not active is told to whoever has its password, and to nobody else
    const refusal = account && matches ? inactivityOf(account) : wrongCredentials();
    const rehashed =
      account?.passwordHash && !refusal ? await this.passwords.renew(account.passwordHash, password) : null;
    const opened = await this.database.write(ctx, async () => {
      // whose password has been changed since it was read, has not proved the present one
      const isIn = !refusal && account && (await this.accounts.noteLogin(ctx, account, rehashed));
      await this.audit.record(ctx, attempt(account, Boolean(isIn)));
      return isIn ? this.issuer.open(ctx, asker, account.userId) : null;
    });
    // a refusal is thrown when what is to be remembered of it has been committed
    if (!opened) throw refusal ?? wrongCredentials();
    await attempted.succeeded();
    return opened;
  }
}

/** Nothing is kept of an address that is nobody's: it may be a password that was typed into the wrong field. */
function attempt(account: Account | null, isIn: boolean) {
  return {
    actorId: isIn && account ? account.userId : null,
    subjectId: account?.userId ?? null,
    tenantId: account?.tenantId ?? NO_TENANT,
    action: isIn ? 'auth.login' : 'auth.login_failed',
  };
}

function wrongCredentials(): DomainError {
  return new DomainError(ErrorCode.INVALID_CREDENTIALS, 'The e-mail address or the password is not right.');
}
