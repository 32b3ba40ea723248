import { systemContext, type CallerContext, type SystemContext } from '../context/index.js';
import { forbidden } from './denials.js';
import { Permission } from './permission.js';

/**
 * For what a platform administrator does across tenants. Row-level security does not bind the role that this opens, so
 * that here is the second of the two walls: nobody else gets through, whatever the guard has let pass.
 * @throws GraphQLError FORBIDDEN
 */
export function platformContext(purpose: string, caller: CallerContext): SystemContext {
  if (!caller.permissions.has(Permission.PLATFORM_ADMIN)) throw forbidden(Permission.PLATFORM_ADMIN);
  return systemContext(purpose, caller);
}
