import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditEntryEntity } from './entities/audit-entry.entity.js';

@Module({ imports: [TypeOrmModule.forFeature([AuditEntryEntity])] })
export class AuditModule {}
