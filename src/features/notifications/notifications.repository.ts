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

@Injectable()
export class NotificationRepository {
  constructor(private readonly database: Database) {}

  async add(ctx: Context, { tenantId, userId, type, title, message, data }: NewNotification): Promise<void> {
    const values = [tenantId, uuidv7(), userId, type, title, message, JSON.stringify(data), ctx.now()];
    await this.database.transaction(ctx).rows(ADD, values);
  }

  /** Null for whom the context does not show. */
  async localeOf(ctx: Context, tenantId: string, userId: string): Promise<string | null> {
    const found = await this.database.row(ctx, LOCALE, [tenantId, userId]);
    return found?.locale ?? null;
  }
}

const ADD = statement<never>(`
  INSERT INTO notifications (tenant_id, id, user_id, type, title, message, data, created_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
`);

const LOCALE = statement<{ locale: string }>(`SELECT locale FROM users WHERE tenant_id = $1 AND id = $2`);
