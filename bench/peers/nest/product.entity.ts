import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Column, Entity, OneToMany, PrimaryColumn, type Relation } from 'typeorm';
import { StockLevel } from './stock-level.entity.js';

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
