import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('orders')
export class OrderEntity {
  @PrimaryColumn('uuid', { name: 'tenant_id' })
  tenantId!: string;

  @PrimaryColumn('uuid', { name: 'user_id' })
  userId!: string;

  @PrimaryColumn('varchar', { name: 'external_id', length: 120 })
  externalId!: string;

  @Column('uuid', { name: 'product_id', nullable: true })
  productId!: string | null;

  @Column('timestamptz', { name: 'ordered_at' })
  orderedAt!: Date;

  @Column('numeric', { precision: 10, scale: 2, nullable: true })
  price!: string | null;

  @Column('varchar', { name: 'warehouse_name', length: 255, nullable: true })
  warehouseName!: string | null;

  @Column('timestamptz', { name: 'cancelled_at', nullable: true })
  cancelledAt!: Date | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;
}
