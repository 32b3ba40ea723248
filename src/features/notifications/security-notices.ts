import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Context } from '../../platform/context/index.js';
import { DomainEvents, type SecurityNotice } from '../../platform/events/index.js';
import { securityText } from './domain/security-texts.js';
import { NotificationRepository } from './notifications.repository.js';

/** Tells people what was done to their accounts, in the transaction in which it was done. */
@Injectable()
export class SecurityNotices implements OnModuleInit {
  constructor(
    private readonly events: DomainEvents,
    private readonly notifications: NotificationRepository,
  ) {}

  onModuleInit(): void {
    this.events.on('security', (ctx, notice) => this.tell(ctx, notice));
  }

  private async tell(ctx: Context, { tenantId, userId, kind, data }: SecurityNotice): Promise<void> {
    const locale = await this.notifications.localeOf(ctx, tenantId, userId);
    const text = securityText(kind, locale ?? 'ru');
    await this.notifications.add(ctx, {
      tenantId,
      userId,
      type: 'SECURITY',
      ...text,
      data: { kind, ...data },
    });
  }
}
