import { describe, expect, it } from '@jest/globals';
import { Permission } from './permission.js';
import { permissionsOf, readPermissionsOf, Role, scopeOf } from './role.js';

/** Who may do what, as a table: V viewer, U user, A admin, O owner. */
const TABLE: Readonly<Record<Permission, string>> = {
  TENANT_READ: 'VUAO',
  CATALOG_READ: 'VUAO',
  STOCK_READ: 'VUAO',
  SALES_READ: 'VUAO',
  ANALYTICS_READ: 'VUAO',
  NOTIFICATIONS_READ: 'VUAO',
  CATALOG_WRITE: 'UAO',
  STOCK_WRITE: 'UAO',
  SALES_WRITE: 'UAO',
  INTEGRATIONS_WRITE: 'UAO',
  ANALYTICS_WRITE: 'AO',
  MEMBERS_READ: 'VAO',
  MEMBERS_WRITE: 'AO',
  AUDIT_READ: 'AO',
  TENANT_WRITE: 'O',
  BILLING_WRITE: 'O',
  BILLING_READ: 'UAO',
  PLATFORM_ADMIN: '',
};

describe('roles', () => {
  const roles = Object.values(Role).map((role) => [role] as const);

  it.each(roles)('%s has the permissions of the table', (role) => {
    const expected = Object.entries(TABLE)
      .filter(([, letters]) => letters.includes(role.charAt(0)))
      .map(([permission]) => permission);
    expect([...permissionsOf(role, false)].sort()).toEqual(expected.sort());
  });

  it.each(roles)('%s has one permission more as a platform administrator', (role) => {
    const added = [...permissionsOf(role, true)].filter(
      (permission) => !permissionsOf(role, false).has(permission),
    );
    expect(added).toEqual([Permission.PLATFORM_ADMIN]);
  });

  it.each(roles)('%s has, looked through by somebody else, what is called reading alone', (role) => {
    const expected = [...permissionsOf(role, true)].filter((permission) => permission.endsWith('_READ'));
    expect([...readPermissionsOf(role)].sort()).toEqual(expected.sort());
  });

  it('shows a USER their own rows only', () => {
    expect(Object.fromEntries(roles.map(([role]) => [role, scopeOf(role)]))).toEqual({
      VIEWER: 'tenant',
      USER: 'own',
      ADMIN: 'tenant',
      OWNER: 'tenant',
    });
  });
});
