import { Injectable } from '@nestjs/common';
import type { Role } from '../../platform/access/index.js';
import type { SystemContext } from '../../platform/context/index.js';
import { Database, isUniqueViolation } from '../../platform/database/index.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { ErrorCode } from '../../platform/errors/error-code.js';
import { v7 as uuidv7 } from 'uuid';
import { addressTaken } from './address-taken.js';
import { UserEntity } from './entities/user.entity.js';

export interface NewUser {
  readonly tenantId: string;
  readonly email: string;
  /** Null for whoever signs in by Telegram alone. */
  readonly passwordHash: string | null;
  readonly fullName: string | null;
  readonly role: Role;
  readonly telegramId?: string;
  readonly telegramUsername?: string | null;
}

@Injectable()
export class UserRepository {
  constructor(private readonly database: Database) {}

  /** @throws DomainError ALREADY_EXISTS when somebody has the address, in whatever case, or the Telegram account */
  async create(ctx: SystemContext, user: NewUser): Promise<string> {
    const id = uuidv7();
    const now = ctx.now();
    try {
      await this.database.manager(ctx).insert(UserEntity, { ...user, id, createdAt: now, updatedAt: now });
      return id;
    } catch (error) {
      if (isUniqueViolation(error, 'users_telegram_id_key')) {
        throw new DomainError(
          ErrorCode.ALREADY_EXISTS,
          'There is an account of this Telegram account. Sign in instead.',
        );
      }
      throw addressTaken(error, 'There is an account with this e-mail address. Sign in instead.');
    }
  }
}
