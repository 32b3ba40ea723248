import type { CallerContext } from '../../platform/context/index.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { ErrorCode } from '../../platform/errors/error-code.js';

/** Whose integration is to be changed: one's own, or for those who change the whole tenant any member's. */
export function memberOf(ctx: CallerContext, userId: string | null | undefined): string {
  // ids are stored in lower case; a client may have them otherwise
  const member = userId?.toLowerCase() ?? ctx.userId;
  if (ctx.writeScope === 'tenant') return member;
  if (ctx.writeScope === 'own' && member === ctx.userId) return member;
  throw new DomainError(
    ErrorCode.FORBIDDEN,
    ctx.writeScope === 'own'
      ? "Your role allows changes to your own integration only, not to another member's."
      : 'Your role allows no changes to integrations.',
    ['userId'],
  );
}
