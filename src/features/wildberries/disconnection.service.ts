import { Injectable } from '@nestjs/common';
import type { CallerContext } from '../../platform/context/index.js';
import { Database } from '../../platform/database/index.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { ErrorCode } from '../../platform/errors/error-code.js';
import { AuditTrail, DomainEvents } from '../../platform/events/index.js';
import { ConnectionRepository, type StoredConnection } from './connection.repository.js';
import { memberOf } from './member.js';
import { CursorRepository } from './sync/cursors.repository.js';
import { RunRepository } from './sync/runs.repository.js';

/** Takes a key away. What was fetched with it stays. */
@Injectable()
export class DisconnectionService {
  constructor(
    private readonly database: Database,
    private readonly connections: ConnectionRepository,
    private readonly cursors: CursorRepository,
    private readonly runs: RunRepository,
    private readonly audit: AuditTrail,
    private readonly events: DomainEvents,
  ) {}

  /**
   * Forgets the key, gives up the run that is queued or under way, and forgets how far the datasets were read: the next
   * key may be another seller's. Where no key is, nothing is done.
   * @returns id of the member whose key it was
   */
  async disconnect(ctx: CallerContext, userId: string | null | undefined): Promise<string> {
    const member = memberOf(ctx, userId);
    await this.database.write(ctx, async () => {
      const stored = await this.connections.lock(ctx, member);
      if (!stored) throw new DomainError(ErrorCode.NOT_FOUND, 'There is no such member.', ['userId']);
      if (isConnected(stored)) await this.remove(ctx, member, stored);
    });
    return member;
  }

  private async remove(ctx: CallerContext, userId: string, { sellerId }: StoredConnection): Promise<void> {
    await this.connections.remove(ctx, userId);
    await this.cursors.forget(ctx, userId);
    await this.runs.cancel(ctx, userId, 'The Wildberries key was disconnected.');
    await this.audit.record(ctx, {
      actorId: ctx.userId,
      subjectId: userId,
      tenantId: ctx.tenantId,
      action: 'wildberries.disconnect',
      entityType: 'user',
      entityId: userId,
      changes: { sellerId: [sellerId, null] },
    });
    if (userId === ctx.userId) return;
    const { tenantId } = ctx;
    await this.events.emit(ctx, 'security', { tenantId, userId, kind: 'WILDBERRIES_KEY_CHANGED' });
  }
}

function isConnected({ encryptedKey, plainKey, state }: StoredConnection): boolean {
  return encryptedKey !== null || plainKey !== null || state !== null;
}
