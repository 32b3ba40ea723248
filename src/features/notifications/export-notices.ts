import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Context } from '../../platform/context/index.js';
import { DomainEvents, type ExportEnding } from '../../platform/events/index.js';
import { exportText } from './domain/export-texts.js';
import { NotificationRepository } from './notifications.repository.js';

/** Tells people what became of the files that they have asked for, in the transaction in which it was noted. */
@Injectable()
export class ExportNotices implements OnModuleInit {
  constructor(
    private readonly events: DomainEvents,
    private readonly notifications: NotificationRepository,
  ) {}

  onModuleInit(): void {
    this.events.on('exportEnded', (ctx, ending) => this.tell(ctx, ending));
  }

  private async tell(ctx: Context, ending: ExportEnding): Promise<void> {
    const { tenantId, userId, exportId, kind, format, outcome } = ending;
    const recipient = await this.notifications.recipient(ctx, tenantId, userId);
    await this.notifications.add(ctx, {
      tenantId,
      userId,
      type: 'EXPORT_READY',
      ...exportText(ending, recipient?.locale ?? 'ru'),
      data: { exportId, kind, format, ...outcome },
    });
  }
}
