export { PlatformTenants } from './platform-tenants.queries.js';
export { TenantQueries } from './tenants.queries.js';
export { TenantRepository } from './tenants.repository.js';
export { TenantsModule } from './tenants.module.js';
export { Tenant } from './types/tenant.type.js';
