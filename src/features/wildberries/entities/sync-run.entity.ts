import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { DatasetState } from '../sync/dataset-state.js';

@Entity('sync_runs')
export class SyncRunEntity {
  @PrimaryColumn('uuid', { name: 'tenant_id' })
  tenantId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'user_id' })
  userId!: string;

  @Column('varchar', { length: 10 })
  state!: string;

  @Column('timestamptz', { name: 'queued_at' })
  queuedAt!: Date;

  @Column('timestamptz', { name: 'started_at', nullable: true })
  startedAt!: Date | null;

  @Column('timestamptz', { name: 'finished_at', nullable: true })
  finishedAt!: Date | null;

  @Column('real', { default: 0 })
  progress!: number;

  @Column('integer', { name: 'products_synced', default: 0 })
  productsSynced!: number;

  @Column('integer', { name: 'stock_records_written', default: 0 })
  stockRecordsWritten!: number;

  @Column('integer', { name: 'sales_written', default: 0 })
  salesWritten!: number;

  @Column('jsonb', { default: [] })
  datasets!: DatasetState[];

  @Column('text', { nullable: true })
  error!: string | null;
}
