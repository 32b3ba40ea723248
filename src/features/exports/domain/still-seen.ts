import { permissionsOf, scopeOf, type Role, type Scope } from '../../../platform/access/role.js';
import { KIND_RULES, type ExportKind } from './export-kind.js';

interface Made {
  readonly kind: ExportKind;
  /** Whose rows its owner saw then. */
  readonly scope: Scope;
}

/** Whether somebody with this role may see by now what they saw when a file was made. */
export function isStillSeen({ kind, scope }: Made, role: Role): boolean {
  if (!permissionsOf(role, false).has(KIND_RULES[kind].permission)) return false;
  return scope === 'own' || scopeOf(role) === 'tenant';
}
