import { randomUUID } from 'node:crypto';
import type { AnonymousContext, SellerContext, SystemContext } from './context.js';

type Asker = Pick<AnonymousContext, 'requestId' | 'ipAddress' | 'userAgent' | 'now'> &
  Partial<Pick<SystemContext, 'impersonatorId'>>;

/** For what has to look past tenants on behalf of a request, such as finding an account by its address. */
export function systemContext(purpose: string, asker?: Asker): SystemContext {
  return {
    kind: 'system',
    purpose,
    impersonatorId: asker?.impersonatorId ?? null,
    requestId: asker?.requestId ?? randomUUID(),
    ipAddress: asker?.ipAddress ?? null,
    userAgent: asker?.userAgent ?? null,
    now: asker ? () => asker.now() : () => new Date(),
  };
}

/** For a job of one seller. */
export function sellerContext(tenantId: string, userId: string, now: () => Date): SellerContext {
  return memberContext({ tenantId, userId, scope: 'own', writeScope: 'own' }, now);
}

/** For a job that does what a member has asked for: with their eyes, whatever their role lets them see. */
export function memberContext(
  member: Pick<SellerContext, 'tenantId' | 'userId' | 'scope' | 'writeScope'>,
  now: () => Date,
): SellerContext {
  const { tenantId, userId, scope, writeScope } = member;
  return {
    kind: 'seller',
    tenantId,
    userId,
    scope,
    writeScope,
    requestId: randomUUID(),
    ipAddress: null,
    userAgent: null,
    now,
  };
}
