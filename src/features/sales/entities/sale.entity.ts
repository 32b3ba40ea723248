import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Partitioned by month of sale_date. */
@Entity('sales')
export class SaleEntity {
  @PrimaryColumn('uuid', { name: 'tenant_id' })
  tenantId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @PrimaryColumn('date', { name: 'sale_date' })
  saleDate!: string;

  @Column('uuid', { name: 'user_id' })
  userId!: string;

  @Column('uuid', { name: 'product_id', nullable: true })
  productId!: string | null;

  @Column('varchar', { name: 'wb_order_id', length: 100, nullable: true })
  wbOrderId!: string | null;

  @Column('integer')
  quantity!: number;

  /** Of one unit. */
  @Column('numeric', { precision: 10, scale: 2 })
  price!: string;

  /** Of the row, as netAmount; both positive, kind carries the sign. */
  @Column('numeric', { precision: 10, scale: 2, nullable: true })
  commission!: string | null;

  @Column('numeric', { name: 'net_amount', precision: 10, scale: 2, nullable: true })
  netAmount!: string | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('varchar', { length: 6, default: 'SALE' })
  kind!: string;

  @Column('varchar', { name: 'warehouse_name', length: 255, nullable: true })
  warehouseName!: string | null;

  /** The marketplace's saleID, or KIND:wb_order_id of what a client recorded. */
  @Column('varchar', { name: 'external_id', length: 120 })
  externalId!: string;
}
