import { Injectable } from '@nestjs/common';
import { platformContext } from '../../platform/access/index.js';
import type { CallerContext } from '../../platform/context/index.js';
import { Database } from '../../platform/database/index.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { ErrorCode } from '../../platform/errors/error-code.js';
import { Announcements, AuditTrail } from '../../platform/events/index.js';
import { soughtId } from '../../platform/graphql/index.js';
import { slugFault } from './domain/slug.js';
import { TenantRepository, type TenantNames } from './tenants.repository.js';

export interface Suspension {
  readonly tenantId: string;
  readonly isActive: boolean;
  readonly reason: string;
}

@Injectable()
export class TenantService {
  constructor(
    private readonly database: Database,
    private readonly tenants: TenantRepository,
    private readonly audit: AuditTrail,
    private readonly announcements: Announcements,
  ) {}

  /** Renames the caller's own tenant. @throws DomainError INVALID, ALREADY_EXISTS */
  async update(
    ctx: CallerContext,
    { name, slug }: { readonly name?: string | null; readonly slug?: string | null },
  ): Promise<void> {
    const fault = slug == null ? null : slugFault(slug);
    if (fault !== null) throw new DomainError(ErrorCode.INVALID, fault, ['slug']);
    await this.database.write(ctx, async () => {
      const before = await this.tenants.lock(ctx, ctx.tenantId);
      if (!before) throw new Error('The tenant of a signed-in caller is not there');
      const after = { name: name?.trim() ?? before.name, slug: slug ?? before.slug };
      const changes = differences(before, after);
      if (Object.keys(changes).length === 0) return;
      await this.tenants.rename(ctx, ctx.tenantId, after);
      await this.audit.record(ctx, {
        actorId: ctx.userId,
        subjectId: null,
        tenantId: ctx.tenantId,
        action: 'tenant.updated',
        entityType: 'tenant',
        entityId: ctx.tenantId,
        changes,
      });
    });
  }

  /**
   * Suspends a tenant or lets it back in, as a platform administrator: its people are refused from the next request on.
   * @returns id of the tenant
   * @throws DomainError NOT_FOUND, FORBIDDEN
   */
  async setActive(caller: CallerContext, { isActive, reason, ...asked }: Suspension): Promise<string> {
    const ctx = platformContext('suspend a tenant', caller);
    const tenantId = soughtId(asked.tenantId);
    if (tenantId === caller.tenantId && !isActive) {
      throw new DomainError(
        ErrorCode.FORBIDDEN,
        'This is your own tenant: you would be locked out, and could not let it back in. Ask another administrator.',
        ['tenantId'],
      );
    }
    return this.database.write(ctx, async () => {
      const before = tenantId === null ? null : await this.tenants.lock(ctx, tenantId);
      if (!before || tenantId === null)
        throw new DomainError(ErrorCode.NOT_FOUND, 'There is no such tenant.', ['tenantId']);
      if (before.isActive === isActive) return tenantId;
      await this.tenants.setActive(ctx, tenantId, isActive);
      await this.audit.record(ctx, {
        actorId: caller.userId,
        subjectId: null,
        tenantId,
        action: isActive ? 'tenant.activated' : 'tenant.suspended',
        entityType: 'tenant',
        entityId: tenantId,
        changes: { isActive: [before.isActive, isActive], reason: [null, reason.trim()] },
      });
      await this.announcements.announce(ctx, 'access', { tenantId });
      return tenantId;
    });
  }
}

/** Before and after of what differs. */
function differences(before: TenantNames, after: TenantNames): Record<string, [string, string]> {
  return {
    ...(before.name !== after.name && { name: [before.name, after.name] }),
    ...(before.slug !== after.slug && { slug: [before.slug, after.slug] }),
  };
}
