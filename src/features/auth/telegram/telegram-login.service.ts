import { Injectable } from '@nestjs/common';
import { systemContext, type RequestContext, type SystemContext } from '../../../platform/context/index.js';
import { Database } from '../../../platform/database/index.js';
import { DomainError } from '../../../platform/errors/domain-error.js';
import { ErrorCode } from '../../../platform/errors/error-code.js';
import { AuditTrail, NO_TENANT } from '../../../platform/events/index.js';
import { inactivityOf } from '../session-identity.js';
import { TokenIssuer, type OpenedSession } from '../token-issuer.js';
import type { TelegramProof } from './domain/telegram-verifier.js';
import { TelegramAccountRepository, type TelegramAccount } from './telegram-accounts.repository.js';
import { TelegramNewcomersService } from './telegram-newcomers.service.js';
import { TelegramProofsService, type Judged, type TelegramSignIn } from './telegram-proofs.service.js';

/** Who comes first makes the account; who comes at the same moment finds it when they try again. */
const MAX_ATTEMPTS = 3;

/** Sign-in by Telegram's word. */
@Injectable()
export class TelegramLoginService {
  constructor(
    private readonly database: Database,
    private readonly proofs: TelegramProofsService,
    private readonly accounts: TelegramAccountRepository,
    private readonly newcomers: TelegramNewcomersService,
    private readonly issuer: TokenIssuer,
    private readonly audit: AuditTrail,
  ) {}

  /** Proof, account and session: all or none. Whoever is not known yet gets an account. */
  async login(asker: RequestContext, input: TelegramSignIn): Promise<OpenedSession> {
    const ctx = systemContext('telegram login', asker);
    const judged = this.proofs.judge(ctx, input);
    const outcome = await this.settled(() => this.database.write(ctx, () => this.enter(ctx, asker, judged)));
    // a refusal is thrown when what is to be remembered of it has been committed
    if (outcome instanceof DomainError) throw outcome;
    return outcome;
  }

  private async enter(
    ctx: SystemContext,
    asker: RequestContext,
    judged: Judged,
  ): Promise<OpenedSession | DomainError> {
    if (judged instanceof DomainError) return this.refuse(ctx, null, judged);
    const reuse = await this.proofs.spend(ctx, judged);
    const known = await this.accounts.find(ctx, judged.user.id);
    const refusal = reuse ?? (known && inactivityOf(known));
    return refusal ? this.refuse(ctx, known, refusal) : this.open(ctx, asker, known, judged);
  }

  private async open(
    ctx: SystemContext,
    asker: RequestContext,
    known: TelegramAccount | null,
    { user }: TelegramProof,
  ): Promise<OpenedSession> {
    const { userId, tenantId } = known ?? (await this.newcomers.settle(ctx, user));
    await this.accounts.noteLogin(ctx, userId, user);
    await this.audit.record(ctx, {
      actorId: userId,
      subjectId: userId,
      tenantId,
      action: 'auth.login',
      changes: { method: [null, 'telegram'] },
    });
    return this.issuer.open(ctx, asker, userId);
  }

  private async refuse(
    ctx: SystemContext,
    account: TelegramAccount | null,
    refusal: DomainError,
  ): Promise<DomainError> {
    await this.audit.record(ctx, {
      actorId: null,
      subjectId: account?.userId ?? null,
      tenantId: account?.tenantId ?? NO_TENANT,
      action: 'auth.login_failed',
      changes: { method: [null, 'telegram'] },
    });
    return refusal;
  }

  private async settled<Result>(attempt: () => Promise<Result>): Promise<Result> {
    for (let attempts = 1; ; attempts++) {
      try {
        return await attempt();
      } catch (error) {
        const isTaken = error instanceof DomainError && error.code === ErrorCode.ALREADY_EXISTS;
        if (!isTaken || attempts >= MAX_ATTEMPTS) throw error;
      }
    }
  }
}
