import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { BigIntScalar, DecimalScalar, Money, connectionOf } from '../../../platform/graphql/index.js';

@ObjectType({ description: 'Something that a seller sells' })
export class Product {
  @Field(() => ID, { description: 'Opaque identifier' })
  id!: string;

  @Field(() => String, { description: "The seller's own article" })
  wbArticle!: string;

  @Field(() => BigIntScalar, { nullable: true, description: "The marketplace's number (nmId)" })
  wbNmId!: string | null;

  @Field(() => String, { nullable: true, description: 'What it is called' })
  name!: string | null;

  @Field(() => String, { nullable: true, description: 'Whose make it is' })
  brand!: string | null;

  @Field(() => String, { nullable: true, description: "The marketplace's category" })
  category!: string | null;

  @Field(() => Money, { nullable: true, description: 'Price before the discount' })
  price!: Money | null;

  @Field(() => Int, { nullable: true, description: 'Discount in per cent' })
  discount!: number | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'Mean of what buyers gave, 0 to 5' })
  rating!: string | null;

  @Field(() => Int, { nullable: true, description: 'How many buyers reviewed it' })
  reviewsCount!: number | null;

  @Field(() => Boolean, { description: 'Whether anything is on hand' })
  inStock!: boolean;

  @Field(() => Int, { description: 'Units on hand over all warehouses' })
  stockTotal!: number;

  @Field(() => Date, { nullable: true, description: 'When the marketplace last told of it' })
  lastSyncAt!: Date | null;

  @Field(() => Boolean, { description: 'Whether it is put away: kept for its history, left out of lists' })
  isArchived!: boolean;

  @Field(() => Date, { description: 'When it was first seen' })
  createdAt!: Date;

  @Field(() => Date, { description: 'When it was last changed' })
  updatedAt!: Date;

  /** Not a field of the API: what `owner` is found by. */
  ownerId!: string;
}

export const ProductConnection = connectionOf(Product, 'Product');
