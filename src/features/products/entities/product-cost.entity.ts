import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('product_costs')
export class ProductCostEntity {
  @PrimaryColumn('uuid', { name: 'tenant_id' })
  tenantId!: string;

  @PrimaryColumn('uuid', { name: 'product_id' })
  productId!: string;

  /** The first day on which it holds; it does so until the next one. */
  @PrimaryColumn('date', { name: 'valid_from' })
  validFrom!: string;

  @Column('uuid', { name: 'user_id' })
  userId!: string;

  @Column('numeric', { name: 'unit_cost', precision: 10, scale: 2, nullable: true })
  unitCost!: string | null;

  @Column('integer', { name: 'lead_time_days', nullable: true })
  leadTimeDays!: number | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;
}
