import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { UsersModule } from '../users/index.js';
import { AuditLogQueries } from './audit-log.queries.js';
import { AuditLogResolver } from './audit-log.resolver.js';
import { AuditEntryEntity } from './entities/audit-entry.entity.js';

@Module({
  imports: [UsersModule, TypeOrmModule.forFeature([AuditEntryEntity])],
  providers: [AuditLogQueries, AuditLogResolver],
})
export class AuditModule {}
