import { Injectable } from '@nestjs/common';
import type { CallerContext } from '../../platform/context/index.js';
import { Database, statement } from '../../platform/database/index.js';
import { addressTaken } from './address-taken.js';
import type { Profile } from './domain/profile.js';

export interface LockedProfile extends Profile {
  /** Whether the address is proved to be theirs. */
  readonly isVerified: boolean;
}

/** What people say of themselves. */
@Injectable()
export class ProfileRepository {
  constructor(private readonly database: Database) {}

  /** The caller's own, which is about to change; nobody exchanges a token of theirs meanwhile. */
  async lock(ctx: CallerContext): Promise<LockedProfile> {
    const [profile] = await this.database.transaction(ctx).rows(LOCK, [ctx.tenantId, ctx.userId]);
    if (!profile) throw new Error('The account of a signed-in caller is not there');
    return profile;
  }

  async update(ctx: CallerContext, { fullName, phone }: Profile): Promise<void> {
    const values = [ctx.tenantId, ctx.userId, fullName, phone, ctx.now()];
    await this.database.transaction(ctx).rows(UPDATE, values);
  }

  /** Gives the caller an address that is not proved yet, and ends every session. @throws DomainError ALREADY_EXISTS */
  async setEmail(ctx: CallerContext, email: string): Promise<void> {
    const values = [ctx.tenantId, ctx.userId, email, ctx.now()];
    try {
      await this.database.transaction(ctx).rows(SET_EMAIL, values);
    } catch (error) {
      throw addressTaken(error, 'Another account has this e-mail address. Choose another one.');
    }
  }
}

const LOCK = statement<LockedProfile>(`
  SELECT email, full_name AS "fullName", phone, is_verified AS "isVerified" FROM users WHERE tenant_id = $1 AND id = $2 FOR NO KEY UPDATE
`);

const UPDATE = statement<never>(`
  UPDATE users SET full_name = $3, phone = $4, updated_at = $5 WHERE tenant_id = $1 AND id = $2
`);

const SET_EMAIL = statement<never>(`
  UPDATE users SET email = $3, is_verified = false, token_version = token_version + 1, updated_at = $4
  WHERE tenant_id = $1 AND id = $2
`);
