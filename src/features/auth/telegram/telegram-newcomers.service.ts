import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Role } from '../../../platform/access/index.js';
import type { SystemContext } from '../../../platform/context/index.js';
import { AuditTrail } from '../../../platform/events/index.js';
import { TenantRepository } from '../../tenants/index.js';
import { UserRepository } from '../../users/index.js';
import type { TelegramUser } from './domain/telegram-user.js';
import { TelegramAccountRepository, type TelegramAccount } from './telegram-accounts.repository.js';

/** Accounts of people who come by Telegram for the first time. */
@Injectable()
export class TelegramNewcomersService {
  constructor(
    private readonly tenants: TenantRepository,
    private readonly users: UserRepository,
    private readonly accounts: TelegramAccountRepository,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * The owner of a tenant of their own, without a password. Inside write().
   *
   * @throws DomainError ALREADY_EXISTS when the same person has come at the same moment
   */
  async settle(ctx: SystemContext, { id, fullName, username }: TelegramUser): Promise<TelegramAccount> {
    const tenantId = await this.tenants.create(ctx, fullName ?? username ?? `Telegram ${id}`);
    const userId = await this.users.create(ctx, {
      tenantId,
      email: await this.placeholder(ctx, id),
      passwordHash: null,
      fullName,
      role: Role.OWNER,
      telegramId: id,
      telegramUsername: username,
    });
    await this.audit.record(ctx, {
      actorId: userId,
      subjectId: userId,
      tenantId,
      action: 'auth.register',
      changes: { method: [null, 'telegram'] },
    });
    return { userId, tenantId, telegramId: id, userActive: true, tenantActive: true };
  }

  /** An address that is none, as version 1 made them; nobody is kept out by having registered it as theirs. */
  private async placeholder(ctx: SystemContext, telegramId: string): Promise<string> {
    const name = `user_${telegramId}`;
    const isTaken = await this.accounts.isAddressTaken(ctx, `${name}@telegram.bot`);
    return `${name}${isTaken ? `_${randomBytes(6).toString('hex')}` : ''}@telegram.bot`;
  }
}
