import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Context } from '../../platform/context/index.js';
import { DomainEvents, type SecurityNotice } from '../../platform/events/index.js';
import { Mails } from '../../platform/mail/index.js';
import { isPlaceholder } from '../users/index.js';
import { securityText } from './domain/security-texts.js';
import { NotificationRepository } from './notifications.repository.js';

/** What comes from outside of somebody's tenant they hear of wherever they are. */
const MAILED: ReadonlySet<SecurityNotice['kind']> = new Set(['IMPERSONATED']);

/** Tells people what was done to their accounts, in the transaction in which it was done. */
@Injectable()
export class SecurityNotices implements OnModuleInit {
  constructor(
    private readonly events: DomainEvents,
    private readonly notifications: NotificationRepository,
    private readonly mails: Mails,
  ) {}

  onModuleInit(): void {
    this.events.on('security', (ctx, notice) => this.tell(ctx, notice));
  }

  private async tell(ctx: Context, { tenantId, userId, kind, data }: SecurityNotice): Promise<void> {
    const recipient = await this.notifications.recipient(ctx, tenantId, userId);
    const text = securityText(kind, recipient?.locale ?? 'ru');
    await this.notifications.add(ctx, {
      tenantId,
      userId,
      type: 'SECURITY',
      ...text,
      data: { kind, ...data },
    });
    if (recipient && MAILED.has(kind) && !isPlaceholder(recipient.email)) {
      await this.mails.send(ctx, { to: recipient.email, subject: text.title, text: text.message });
    }
  }
}
