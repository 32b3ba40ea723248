import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { TenantEntity } from './entities/tenant.entity.js';
import { TenantQueries } from './tenants.queries.js';
import { TenantRepository } from './tenants.repository.js';
import { TenantsResolver } from './tenants.resolver.js';

@Module({
  imports: [TypeOrmModule.forFeature([TenantEntity])],
  providers: [TenantQueries, TenantRepository, TenantsResolver],
  exports: [TenantQueries, TenantRepository],
})
export class TenantsModule {}
