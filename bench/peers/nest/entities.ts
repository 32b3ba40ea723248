import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Column, Entity, JoinColumn, ManyToOne, OneToMany, PrimaryColumn, type Relation } from 'typeorm';

/** Table and type in one class, as the documentation shows it. */
@ObjectType()
@Entity('products')
export class Product {
  @PrimaryColumn('uuid', { name: 'tenant_id' })
  tenantId!: string;

  @Field(() => ID)
  @PrimaryColumn('uuid')
  id!: string;

  @Field()
  @Column('varchar', { name: 'wb_article' })
  wbArticle!: string;

  @Field(() => String, { nullable: true })
  @Column('bigint', { name: 'wb_nm_id', nullable: true })
  wbNmId!: string | null;

  @Field(() => String, { nullable: true })
  @Column('varchar', { nullable: true })
  name!: string | null;

  @Field(() => String, { nullable: true })
  @Column('varchar', { nullable: true })
  brand!: string | null;

  @Field(() => Int)
  @Column('integer', { name: 'stock_total' })
  stockTotal!: number;

  @Column('timestamptz', { name: 'archived_at', nullable: true })
  archivedAt!: Date | null;

  @Field(() => [StockLevel])
  @OneToMany(() => StockLevel, (level) => level.product)
  stockLevels!: Relation<StockLevel[]>;
}

@ObjectType()
@Entity('stock_levels')
export class StockLevel {
  @PrimaryColumn('uuid', { name: 'tenant_id' })
  tenantId!: string;

  @PrimaryColumn('uuid', { name: 'product_id' })
  productId!: string;

  @Field()
  @PrimaryColumn('varchar', { name: 'warehouse_name' })
  warehouseName!: string;

  @Field(() => Int)
  @Column('integer')
  quantity!: number;

  @ManyToOne(() => Product, (product) => product.stockLevels)
  @JoinColumn([
    { name: 'tenant_id', referencedColumnName: 'tenantId' },
    { name: 'product_id', referencedColumnName: 'id' },
  ])
  product!: Relation<Product>;
}
