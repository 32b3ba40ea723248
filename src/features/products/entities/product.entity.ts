import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('products')
export class ProductEntity {
  @PrimaryColumn('uuid', { name: 'tenant_id' })
  tenantId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'user_id' })
  userId!: string;

  @Column('varchar', { name: 'wb_article', length: 100 })
  wbArticle!: string;

  @Column('bigint', { name: 'wb_nm_id', nullable: true })
  wbNmId!: string | null;

  @Column('varchar', { length: 500, nullable: true })
  name!: string | null;

  @Column('varchar', { length: 255, nullable: true })
  brand!: string | null;

  @Column('varchar', { length: 255, nullable: true })
  category!: string | null;

  @Column('numeric', { precision: 10, scale: 2, nullable: true })
  price!: string | null;

  @Column('integer', { nullable: true })
  discount!: number | null;

  @Column('numeric', { precision: 3, scale: 2, nullable: true })
  rating!: string | null;

  @Column('integer', { name: 'reviews_count', nullable: true })
  reviewsCount!: number | null;

  /** Version 1's column, for version 1's programs: what is on hand is in stockTotal. */
  @Column('boolean', { name: 'in_stock', nullable: true, default: true })
  inStock!: boolean | null;

  @Column('timestamptz', { name: 'last_sync_at', nullable: true })
  lastSyncAt!: Date | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'updated_at' })
  updatedAt!: Date;

  @Column('timestamptz', { name: 'archived_at', nullable: true })
  archivedAt!: Date | null;

  /** Kept by whoever writes stock levels. */
  @Column('integer', { name: 'stock_total', default: 0 })
  stockTotal!: number;

  /** Set while it is archived because the marketplace has it no more. */
  @Column('timestamptz', { name: 'wb_missing_since', nullable: true })
  wbMissingSince!: Date | null;
}
