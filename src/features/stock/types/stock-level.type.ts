import { Field, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf } from '../../../platform/graphql/index.js';

@ObjectType({ description: 'What is on hand, by warehouse: now, or at the instant that was asked for' })
export class StockLevel {
  @Field(() => String, { description: 'Where it lies' })
  warehouseName!: string;

  @Field(() => Int, { description: 'Units that can be sold' })
  quantity!: number;

  @Field(() => Int, {
    description:
      'Units on their way to buyers; not on hand. Known of the present alone: 0 for a past instant',
  })
  inTransitToCustomer!: number;

  @Field(() => Int, {
    description:
      'Units that buyers are sending back; not on hand. Known of the present alone: 0 for a past instant',
  })
  inTransitFromCustomer!: number;

  @Field(() => Date, { description: 'Since when it is so' })
  recordedAt!: Date;

  /** Not a field of the API: what `product` is found by. */
  productId!: string;
}

export const StockLevelConnection = connectionOf(StockLevel, 'StockLevel');
