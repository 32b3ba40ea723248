import {
  permissionsOf,
  readPermissionsOf,
  Role,
  scopeOf,
  writeScopeOf,
} from '../../platform/access/index.js';
import type { Identity } from '../../platform/context/index.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { ErrorCode } from '../../platform/errors/error-code.js';
import type { SessionState } from './sessions.repository.js';

/** Who the caller of a session is by now. */
export function identityOf(state: SessionState, sessionId: string): Identity {
  const role = Role[state.role as keyof typeof Role];
  return {
    userId: state.userId,
    tenantId: state.tenantId,
    role,
    scope: scopeOf(role),
    writeScope: writeScopeOf(role),
    permissions: state.impersonatorId === null ? permissionsOf(role, state.isAdmin) : readPermissionsOf(role),
    sessionId,
    impersonatorId: state.impersonatorId,
  };
}

/** Why somebody who has proved who they are may not come in all the same; null when they may. */
export function inactivityOf(of: Pick<SessionState, 'userActive' | 'tenantActive'>): DomainError | null {
  if (!of.userActive) return new DomainError(ErrorCode.ACCOUNT_DISABLED, 'This account is deactivated.');
  if (!of.tenantActive) return new DomainError(ErrorCode.TENANT_SUSPENDED, 'The tenant is suspended.');
  return null;
}
