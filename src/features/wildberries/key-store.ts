import { Inject, Injectable } from '@nestjs/common';
import type { CallerContext } from '../../platform/context/index.js';
import { FernetKeyring } from '../../platform/crypto/fernet.js';
import { Database } from '../../platform/database/index.js';
import { AuditTrail } from '../../platform/events/index.js';
import type { WbKeyCheck } from './client/index.js';
import { ConnectionRepository } from './connection.repository.js';
import { CursorRepository } from './sync/cursors.repository.js';
import { SyncService } from './sync/sync.service.js';

export type ValidKey = Extract<WbKeyCheck, { outcome: 'valid' }>;

/** Takes a key that was checked: stored encrypted, noted in the audit log, and followed by a sync, or none of it. */
@Injectable()
export class KeyStore {
  constructor(
    private readonly database: Database,
    private readonly connections: ConnectionRepository,
    private readonly cursors: CursorRepository,
    private readonly syncs: SyncService,
    private readonly audit: AuditTrail,
    @Inject(FernetKeyring) private readonly keyring: FernetKeyring,
  ) {}

  async take(ctx: CallerContext, userId: string, check: ValidKey): Promise<void> {
    await this.database.write(ctx, () => this.store(ctx, userId, check));
  }

  private async store(ctx: CallerContext, userId: string, check: ValidKey): Promise<void> {
    const before = await this.connections.find(ctx, userId);
    await this.connections.store(ctx, {
      userId,
      sellerId: check.sid,
      // a kind that is not known has the least rights
      tokenType: check.type === 'personal' || check.type === 'service' ? check.type : 'base',
      keyExpiresAt: check.expiresAt,
      encryptedKey: this.keyring.encrypt(check.token),
    });
    if (before && before.sellerId !== check.sid) await this.cursors.forget(ctx, userId);
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
    await this.syncs.open(ctx, userId);
  }
}
