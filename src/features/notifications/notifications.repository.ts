import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../../platform/context/index.js';
import { Database, statement } from '../../platform/database/index.js';

export interface NewNotification {
  readonly tenantId: string;
  readonly userId: string;
  readonly type: string;
  readonly title: string;
  readonly message: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface Recipient {
  readonly email: string;
  /** Such as `ru` or `en-GB`. */
  readonly locale: string;
}

@Injectable()
export class NotificationRepository {
  constructor(private readonly database: Database) {}

  async add(ctx: Context, { tenantId, userId, type, title, message, data }: NewNotification): Promise<void> {
    const values = [tenantId, uuidv7(), userId, type, title, message, JSON.stringify(data), ctx.now()];
    await this.database.transaction(ctx).rows(ADD, values);
  }

  /** Null for whom the context does not show. */
  recipient(ctx: Context, tenantId: string, userId: string): Promise<Recipient | null> {
    return this.database.row(ctx, RECIPIENT, [tenantId, userId]);
  }
}

const ADD = statement<never>(`
  INSERT INTO notifications (tenant_id, id, user_id, type, title, message, data, created_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
`);

const RECIPIENT = statement<Recipient>(`SELECT email, locale FROM users WHERE tenant_id = $1 AND id = $2`);
