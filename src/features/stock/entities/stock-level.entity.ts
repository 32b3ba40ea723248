import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('stock_levels')
export class StockLevelEntity {
  @PrimaryColumn('uuid', { name: 'tenant_id' })
  tenantId!: string;

  @PrimaryColumn('uuid', { name: 'product_id' })
  productId!: string;

  @PrimaryColumn('varchar', { name: 'warehouse_name', length: 255 })
  warehouseName!: string;

  @Column('uuid', { name: 'user_id' })
  userId!: string;

  @Column('integer')
  quantity!: number;

  @Column('integer', { name: 'in_transit_to_customer', default: 0 })
  inTransitToCustomer!: number;

  @Column('integer', { name: 'in_transit_from_customer', default: 0 })
  inTransitFromCustomer!: number;

  @Column('timestamptz', { name: 'recorded_at' })
  recordedAt!: Date;

  /** Who tells of it: wb, seller or manual. */
  @Column('varchar', { length: 10, default: 'manual' })
  source!: string;
}
