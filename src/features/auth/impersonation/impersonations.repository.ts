import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { SystemContext } from '../../../platform/context/index.js';
import { Database, statement } from '../../../platform/database/index.js';

export interface Impersonation {
  readonly administratorId: string;
  readonly userId: string;
  readonly reason: string;
  readonly expiresAt: Date;
}

/** The sessions in which administrators look through members' eyes. */
@Injectable()
export class ImpersonationRepository {
  constructor(private readonly database: Database) {}

  /** @returns an id for the session, which tells when it began (RFC 9562, version 7) */
  newId(ctx: SystemContext): string {
    return uuidv7({ msecs: ctx.now().getTime() });
  }

  async open(ctx: SystemContext, id: string, impersonation: Impersonation): Promise<void> {
    const { administratorId, userId, reason, expiresAt } = impersonation;
    await this.database.rows(ctx, OPEN, [id, administratorId, userId, reason, ctx.now(), expiresAt]);
  }
}

const OPEN = statement<never>(`
  INSERT INTO impersonations (id, admin_user_id, user_id, reason, created_at, expires_at)
  VALUES ($1, $2, $3, $4, $5, $6)
`);
