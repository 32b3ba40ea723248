import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Append-only. Rows are written by the audit trail of the platform, in the transaction of what they speak of. */
@Entity('audit_log')
export class AuditEntryEntity {
  @PrimaryColumn('uuid', { name: 'tenant_id' })
  tenantId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @PrimaryColumn('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  /** Who it was done to. */
  @Column('uuid', { name: 'user_id', nullable: true })
  subjectId!: string | null;

  /** Who did it. */
  @Column('uuid', { name: 'admin_user_id', nullable: true })
  actorId!: string | null;

  @Column('varchar', { length: 100 })
  action!: string;

  @Column('varchar', { name: 'entity_type', length: 50, nullable: true })
  entityType!: string | null;

  @Column('uuid', { name: 'entity_id', nullable: true })
  entityId!: string | null;

  @Column('jsonb', { nullable: true })
  changes!: Record<string, unknown> | null;

  @Column('inet', { name: 'ip_address', nullable: true })
  ipAddress!: string | null;

  @Column('text', { name: 'user_agent', nullable: true })
  userAgent!: string | null;
}
