import { Injectable } from '@nestjs/common';
import type { SystemContext } from '../../../platform/context/index.js';
import { Database, statement } from '../../../platform/database/index.js';

@Injectable()
export class PlatformAdminRepository {
  constructor(private readonly database: Database) {}

  /** Gives or takes the right, which ends every session. @returns whether it was otherwise before */
  async set(ctx: SystemContext, userId: string, isAdmin: boolean): Promise<boolean> {
    const changed = await this.database.rows(ctx, SET, [userId, isAdmin, ctx.now()]);
    return changed.length > 0;
  }
}

const SET = statement<{ id: string }>(`
  UPDATE users SET is_admin = $2, token_version = token_version + 1, updated_at = $3
  WHERE id = $1 AND is_admin <> $2
  RETURNING id
`);
