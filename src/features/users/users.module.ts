import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { SYSTEM_DATA_SOURCE } from '../../platform/database/index.js';
import { TenantsModule } from '../tenants/index.js';
import { UserEntity } from './entities/user.entity.js';
import { UserQueries } from './users.queries.js';
import { UserRepository } from './users.repository.js';
import { UsersResolver } from './users.resolver.js';

@Module({
  imports: [
    TenantsModule,
    TypeOrmModule.forFeature([UserEntity]),
    TypeOrmModule.forFeature([UserEntity], SYSTEM_DATA_SOURCE),
  ],
  providers: [UserQueries, UserRepository, UsersResolver],
  exports: [UserQueries, UserRepository],
})
export class UsersModule {}
