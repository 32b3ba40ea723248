import { Permission } from './permission.js';

/** What somebody is in their tenant, lowest first. */
export enum Role {
  VIEWER = 'VIEWER',
  USER = 'USER',
  ADMIN = 'ADMIN',
  OWNER = 'OWNER',
}

const READ = [
  Permission.TENANT_READ,
  Permission.CATALOG_READ,
  Permission.STOCK_READ,
  Permission.SALES_READ,
  Permission.ANALYTICS_READ,
  Permission.NOTIFICATIONS_READ,
];
const WRITE = [
  Permission.CATALOG_WRITE,
  Permission.STOCK_WRITE,
  Permission.SALES_WRITE,
  Permission.INTEGRATIONS_WRITE,
];
const MANAGE = [
  Permission.ANALYTICS_WRITE,
  Permission.MEMBERS_READ,
  Permission.MEMBERS_WRITE,
  Permission.AUDIT_READ,
  Permission.BILLING_READ,
];

const BY_ROLE: Readonly<Record<Role, readonly Permission[]>> = {
  [Role.VIEWER]: [...READ, Permission.MEMBERS_READ],
  // billing: their own only
  [Role.USER]: [...READ, ...WRITE, Permission.BILLING_READ],
  [Role.ADMIN]: [...READ, ...WRITE, ...MANAGE],
  [Role.OWNER]: [...READ, ...WRITE, ...MANAGE, Permission.TENANT_WRITE, Permission.BILLING_WRITE],
};

const MEMBERS = byRole((role) => new Set(BY_ROLE[role]));
const PLATFORM_ADMINS = byRole((role) => new Set([...BY_ROLE[role], Permission.PLATFORM_ADMIN]));

export function permissionsOf(role: Role, isAdmin: boolean): ReadonlySet<Permission> {
  return (isAdmin ? PLATFORM_ADMINS : MEMBERS)[role];
}

/** What may be done without changing anything. */
const READS: ReadonlySet<Permission> = new Set([
  ...READ,
  Permission.MEMBERS_READ,
  Permission.BILLING_READ,
  Permission.AUDIT_READ,
]);

const READERS = byRole((role) => new Set(BY_ROLE[role].filter((permission) => READS.has(permission))));

/** Of a member's permissions those that change nothing: what somebody may who looks through their eyes. */
export function readPermissionsOf(role: Role): ReadonlySet<Permission> {
  return READERS[role];
}

/** Whose rows a member sees: a USER only their own, since version 1 put strangers into one tenant. */
export type Scope = 'own' | 'tenant';

export function scopeOf(role: Role): Scope {
  return role === Role.USER ? 'own' : 'tenant';
}

/** What a member may change: a VIEWER nothing but their own account. */
export type WriteScope = 'self' | 'own' | 'tenant';

export function writeScopeOf(role: Role): WriteScope {
  switch (role) {
    case Role.VIEWER:
      return 'self';
    case Role.USER:
      return 'own';
    case Role.ADMIN:
    case Role.OWNER:
      return 'tenant';
  }
}

/** Made once: every request asks for one of them. */
function byRole<Value>(of: (role: Role) => Value): Readonly<Record<Role, Value>> {
  return Object.fromEntries(Object.values(Role).map((role) => [role, of(role)])) as Record<Role, Value>;
}
