import { Field, Int, ObjectType } from '@nestjs/graphql';

@ObjectType({ description: 'What is on hand now, by warehouse' })
export class StockLevel {
  @Field(() => String, { description: 'Where it lies' })
  warehouseName!: string;

  @Field(() => Int, { description: 'Units that can be sold' })
  quantity!: number;

  @Field(() => Int, { description: 'Units on their way to buyers; not on hand' })
  inTransitToCustomer!: number;

  @Field(() => Int, { description: 'Units that buyers are sending back; not on hand' })
  inTransitFromCustomer!: number;

  @Field(() => Date, { description: 'Since when it is so' })
  recordedAt!: Date;

  /** Not a field of the API: what `product` is found by. */
  productId!: string;
}
