import { ArgsType, Field, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf, DateScalar, DecimalScalar, PageArguments } from '../../../platform/graphql/index.js';
import { StockRisk } from '../domain/rules.js';
import type { ProductMetrics } from './product-metrics.type.js';

@ObjectType({ description: 'What a product needs to be there when it is asked for' })
export class ReplenishmentItem {
  @Field(() => StockRisk, { description: 'How urgent it is' })
  risk!: StockRisk;

  @Field(() => DecimalScalar, { nullable: true, description: 'Units a day while in stock' })
  velocity!: string | null;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Days that the stock lasts. Null when nothing sells',
  })
  daysOfCover!: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'When the last one is sold at this pace. Null when nothing sells',
  })
  stockoutDate!: string | null;

  @Field(() => Int, { description: 'At this many units or less it is time to order' })
  reorderPoint!: number;

  @Field(() => Int, { description: 'How many to order now; 0 when there are enough' })
  reorderQuantity!: number;

  /** Not a field of the API: what the product and the explanation are found by. */
  metrics!: ProductMetrics;
}

export const ReplenishmentConnection = connectionOf(ReplenishmentItem, 'Replenishment');

@ArgsType()
export class ReplenishmentArguments extends PageArguments {
  @Field(() => [StockRisk], {
    nullable: true,
    description: 'Of these risks; OUT_OF_STOCK, ORDER_NOW and ORDER_SOON by default',
  })
  risk?: StockRisk[] | null;
}
