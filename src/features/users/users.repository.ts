import { Injectable } from '@nestjs/common';
import type { Role } from '../../platform/access/index.js';
import type { SystemContext } from '../../platform/context/index.js';
import { Database } from '../../platform/database/index.js';
import { v7 as uuidv7 } from 'uuid';
import { addressTaken } from './address-taken.js';
import { UserEntity } from './entities/user.entity.js';

export interface NewUser {
  readonly tenantId: string;
  readonly email: string;
  readonly passwordHash: string;
  readonly fullName: string | null;
  readonly role: Role;
}

@Injectable()
export class UserRepository {
  constructor(private readonly database: Database) {}

  /** @throws DomainError ALREADY_EXISTS when somebody has the address, in whatever case */
  async create(ctx: SystemContext, user: NewUser): Promise<string> {
    const id = uuidv7();
    const now = ctx.now();
    try {
      await this.database.manager(ctx).insert(UserEntity, { ...user, id, createdAt: now, updatedAt: now });
      return id;
    } catch (error) {
      throw addressTaken(error, 'There is an account with this e-mail address. Sign in instead.');
    }
  }
}
