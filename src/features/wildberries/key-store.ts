import { Inject, Injectable } from '@nestjs/common';
import type { CallerContext } from '../../platform/context/index.js';
import { FernetKeyring } from '../../platform/crypto/fernet.js';
import { Database } from '../../platform/database/index.js';
import { AuditTrail, DomainEvents } from '../../platform/events/index.js';
import { ConnectionRepository } from './connection.repository.js';
import { checkedKey, type ValidKey } from './checked-key.js';
import { CursorRepository } from './sync/cursors.repository.js';
import { SyncService } from './sync/sync.service.js';

/** Takes a key that was checked: stored encrypted, noted in the audit log, and followed by a sync, or none of it. */
@Injectable()
export class KeyStore {
  constructor(
    private readonly database: Database,
    private readonly connections: ConnectionRepository,
    private readonly cursors: CursorRepository,
    private readonly syncs: SyncService,
    private readonly audit: AuditTrail,
    private readonly events: DomainEvents,
    @Inject(FernetKeyring) private readonly keyring: FernetKeyring,
  ) {}

  async take(ctx: CallerContext, userId: string, check: ValidKey): Promise<void> {
    await this.database.write(ctx, () => this.store(ctx, userId, check));
  }

  private async store(ctx: CallerContext, userId: string, check: ValidKey): Promise<void> {
    const before = await this.connections.find(ctx, userId);
    await this.connections.store(ctx, checkedKey(userId, check), this.keyring.encrypt(check.token));
    if (before?.sellerId != null && before.sellerId !== check.sid) await this.cursors.forget(ctx, userId);
    else await this.cursors.retryNow(ctx, userId);
    await this.audit.record(ctx, {
      actorId: ctx.userId,
      subjectId: userId,
      tenantId: ctx.tenantId,
      action: 'wildberries.connect',
      entityType: 'user',
      entityId: userId,
      changes: { sellerId: [before?.sellerId ?? null, check.sid] },
    });
    if (userId !== ctx.userId) {
      await this.events.emit(ctx, 'security', {
        tenantId: ctx.tenantId,
        userId,
        kind: 'WILDBERRIES_KEY_CHANGED',
      });
    }
    await this.syncs.open(ctx, userId);
  }
}
