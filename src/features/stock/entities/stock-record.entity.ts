import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Partitioned by month of recorded_at. */
@Entity('stock_history')
export class StockRecordEntity {
  @PrimaryColumn('uuid', { name: 'tenant_id' })
  tenantId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @PrimaryColumn('timestamptz', { name: 'recorded_at' })
  recordedAt!: Date;

  @Column('uuid', { name: 'product_id' })
  productId!: string;

  @Column('uuid', { name: 'user_id' })
  userId!: string;

  @Column('varchar', { name: 'warehouse_name', length: 255 })
  warehouseName!: string;

  @Column('integer')
  quantity!: number;

  /** To the record before it of the same product and warehouse. */
  @Column('integer')
  delta!: number;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;
}
