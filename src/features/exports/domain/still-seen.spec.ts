import { describe, expect, it } from '@jest/globals';
import { Role } from '../../../platform/access/role.js';
import { ExportKind } from './export-kind.js';
import { isStillSeen } from './still-seen.js';

describe('isStillSeen', () => {
  it.each([
    [ExportKind.PRODUCTS, 'tenant', [Role.OWNER, Role.ADMIN, Role.VIEWER]],
    [ExportKind.PRODUCTS, 'own', [Role.OWNER, Role.ADMIN, Role.USER, Role.VIEWER]],
    [ExportKind.AUDIT_LOG, 'tenant', [Role.OWNER, Role.ADMIN]],
  ] as const)('%s of rows of scope %s is for %j', (kind, scope, roles) => {
    expect(Object.values(Role).filter((role) => isStillSeen({ kind, scope }, role))).toEqual(
      Object.values(Role).filter((role) => (roles as readonly Role[]).includes(role)),
    );
  });
});
