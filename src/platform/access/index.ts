export { AccessModule } from './access.module.js';
export { Permission } from './permission.js';
export { platformContext } from './platform-context.js';
export { Role, permissionsOf, readPermissionsOf, scopeOf, writeScopeOf, type Scope } from './role.js';
export { Ctx, Public, Requires, SignedIn, type GraphqlContext, type SignedInContext } from './rule.js';
