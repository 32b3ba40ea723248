import { ArgsType, Field } from '@nestjs/graphql';
import { DateRange, PageArguments } from '../../../platform/graphql/index.js';
import { SalesGrouping } from '../domain/sales.js';
import { SaleFilter } from './sale-filter.input.js';

@ArgsType()
export class SalesArguments extends PageArguments {
  @Field(() => SaleFilter, { nullable: true, description: 'Which sales; all, returns too, by default' })
  filter?: SaleFilter | null;
}

@ArgsType()
export class ProductSalesArguments extends PageArguments {
  @Field(() => DateRange, { nullable: true, description: 'On which days' })
  range?: DateRange | null;
}

@ArgsType()
export class SalesSummaryArguments {
  @Field(() => DateRange, {
    description: 'On which days: at most 3 years, and at most 1000 days when grouped by DAY',
  })
  range!: DateRange;

  @Field(() => SalesGrouping, { description: 'What makes a row' })
  groupBy!: SalesGrouping;

  @Field(() => SaleFilter, {
    nullable: true,
    description: 'Which sales; all, returns too, by default. A range in here narrows the other one.',
  })
  filter?: SaleFilter | null;
}
