import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('exports')
export class ExportEntity {
  @PrimaryColumn('uuid', { name: 'tenant_id' })
  tenantId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'user_id' })
  userId!: string;

  @Column('varchar', { length: 20 })
  kind!: string;

  @Column('varchar', { length: 10 })
  format!: string;

  @Column('jsonb', { name: 'product_filter', nullable: true })
  productFilter!: object | null;

  @Column('date', { name: 'range_from', nullable: true })
  rangeFrom!: string | null;

  @Column('date', { name: 'range_until', nullable: true })
  rangeUntil!: string | null;

  @Column('varchar', { length: 10 })
  state!: string;

  @Column('integer', { default: 0 })
  attempts!: number;

  @Column('integer', { default: 0 })
  rows!: number;

  @Column('bigint', { default: 0 })
  bytes!: string;

  @Column('varchar', { length: 10, nullable: true })
  scope!: string | null;

  @Column('text', { nullable: true })
  error!: string | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'started_at', nullable: true })
  startedAt!: Date | null;

  @Column('timestamptz', { name: 'finished_at', nullable: true })
  finishedAt!: Date | null;

  @Column('timestamptz', { name: 'expires_at', nullable: true })
  expiresAt!: Date | null;
}
