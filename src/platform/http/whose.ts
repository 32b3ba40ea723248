import type { FastifyRequest } from 'fastify';

export interface Whose {
  readonly tenantId?: string;
  readonly userId?: string;
  readonly impersonatorId?: string;
}

/** Whose a request has turned out to be; nobody's while they have not signed in. */
export function whose({ operation, ctx: ofRoute }: FastifyRequest): Whose {
  const ctx = operation?.ctx ?? ofRoute;
  if (ctx?.kind !== 'caller') return {};
  const { tenantId, userId, impersonatorId } = ctx;
  return { tenantId, userId, ...(impersonatorId !== null && { impersonatorId }) };
}
