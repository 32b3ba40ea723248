import { ArgsType, Field } from '@nestjs/graphql';
import { PageArguments } from '../../../platform/graphql/index.js';
import { ProductFilter } from './product-filter.input.js';
import { ProductOrder } from './product-order.input.js';

@ArgsType()
export class ProductsArguments extends PageArguments {
  @Field(() => ProductFilter, {
    nullable: true,
    description: 'Which products; all that are not archived by default',
  })
  filter?: ProductFilter | null;

  @Field(() => ProductOrder, {
    nullable: true,
    description: 'In which order; by name, ascending, by default',
  })
  orderBy?: ProductOrder | null;
}
