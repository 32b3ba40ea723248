import { Column, Entity, PrimaryColumn, Unique } from 'typeorm';

/** A precomputed metric of a period; the columns are version 1's. */
@Entity('analytics_cache')
@Unique('analytics_cache_metric_key', ['tenantId', 'userId', 'metricType', 'period'])
export class AnalyticsSnapshotEntity {
  @PrimaryColumn('uuid', { name: 'tenant_id' })
  tenantId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'user_id' })
  userId!: string;

  @Column('varchar', { name: 'metric_type', length: 50 })
  metricType!: string;

  @Column('varchar', { length: 20 })
  period!: string;

  @Column('jsonb')
  data!: unknown;

  @Column('timestamptz', { name: 'calculated_at' })
  calculatedAt!: Date;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;
}
