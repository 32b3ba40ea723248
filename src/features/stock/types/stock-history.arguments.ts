import { ArgsType, Field, ID, InputType } from '@nestjs/graphql';
import { DateTimeRange, PageArguments } from '../../../platform/graphql/index.js';

@InputType({ description: 'Which records are meant. All that is given must hold.' })
export class StockHistoryFilter {
  @Field(() => DateTimeRange, { nullable: true, description: 'When they were observed' })
  range?: DateTimeRange | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'Of any of these products, at most 1000; one that the caller does not see matches nothing',
  })
  productIds?: string[] | null;

  @Field(() => String, { nullable: true, description: 'At this warehouse, as it is written' })
  warehouseName?: string | null;
}

@ArgsType()
export class StockHistoryArguments extends PageArguments {
  @Field(() => StockHistoryFilter, { nullable: true, description: 'Which records; all by default' })
  filter?: StockHistoryFilter | null;
}

@ArgsType()
export class ProductStockHistoryArguments extends PageArguments {
  @Field(() => DateTimeRange, { nullable: true, description: 'When they were observed' })
  range?: DateTimeRange | null;

  @Field(() => String, { nullable: true, description: 'At this warehouse, as it is written' })
  warehouseName?: string | null;
}
