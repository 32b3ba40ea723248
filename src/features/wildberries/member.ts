import type { CallerContext } from '../../platform/context/index.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { ErrorCode } from '../../platform/errors/error-code.js';

/** Whose integration is meant: one's own, or for those who see the whole tenant another member's. */
export function memberOf(ctx: CallerContext, userId: string | null | undefined): string {
  // ids are stored in lower case; a client may have them otherwise
  const member = userId?.toLowerCase() ?? ctx.userId;
  if (member === ctx.userId) return member;
  if (ctx.scope === 'own') {
    throw new DomainError(
      ErrorCode.FORBIDDEN,
      "Your role allows changes to your own integration only, not to another member's.",
      ['userId'],
    );
  }
  return member;
}
