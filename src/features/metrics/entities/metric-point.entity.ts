import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One sample of a figure about the system itself. */
@Entity('system_metrics')
export class MetricPointEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @PrimaryColumn('timestamptz', { name: 'recorded_at' })
  recordedAt!: Date;

  @Column('varchar', { name: 'metric_name', length: 100 })
  metricName!: string;

  @Column('numeric', { name: 'metric_value', precision: 15, scale: 2 })
  metricValue!: string;

  @Column('jsonb', { nullable: true })
  tags!: Record<string, string> | null;
}
