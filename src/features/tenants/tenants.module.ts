import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { TenantEntity } from './entities/tenant.entity.js';
import { PlatformTenants } from './platform-tenants.queries.js';
import { PlatformTenantsResolver } from './platform-tenants.resolver.js';
import { TenantQueries } from './tenants.queries.js';
import { TenantRepository } from './tenants.repository.js';
import { TenantService } from './tenants.service.js';
import { TenantsResolver } from './tenants.resolver.js';

@Module({
  imports: [TypeOrmModule.forFeature([TenantEntity])],
  providers: [
    TenantQueries,
    PlatformTenants,
    TenantRepository,
    TenantService,
    TenantsResolver,
    PlatformTenantsResolver,
  ],
  exports: [TenantQueries, PlatformTenants, TenantRepository],
})
export class TenantsModule {}
