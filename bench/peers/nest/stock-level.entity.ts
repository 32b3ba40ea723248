import { Field, Int, ObjectType } from '@nestjs/graphql';
import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Product } from './product.entity.js';

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
