import { ArgsType, Field, ID } from '@nestjs/graphql';
import { PageArguments } from '../../../platform/graphql/index.js';

@ArgsType()
export class StockAtArguments extends PageArguments {
  @Field(() => Date, { description: 'The instant; what was recorded at it counts' })
  at!: Date;

  @Field(() => [ID], {
    nullable: true,
    description:
      'Of any of these products, at most 1000; one that the caller does not see matches nothing. All by default',
  })
  productIds?: string[] | null;

  @Field(() => String, { nullable: true, description: 'At this warehouse, as it is written' })
  warehouseName?: string | null;
}
