import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Money } from '../../../platform/graphql/index.js';
import { SalesGrouping } from '../domain/sales.js';

registerEnumType(SalesGrouping, {
  name: 'SalesGrouping',
  description:
    'What makes a row of a summary. Only groups in which something was sold or came back have one.',
  valuesMap: {
    DAY: { description: 'A day: key and label are YYYY-MM-DD' },
    WEEK: {
      description: 'An ISO week: the key is its Monday, YYYY-MM-DD, the label its number, such as 2026-W47',
    },
    MONTH: { description: 'A calendar month: key and label are YYYY-MM' },
    PRODUCT: {
      description: 'A product: the key is its id, the label its name, or its article when it has none',
    },
    BRAND: { description: 'A brand: key and label are its name' },
    CATEGORY: { description: 'A category: key and label are its name' },
    WAREHOUSE: { description: 'The warehouse from which the goods went: key and label are its name' },
  },
});

@ObjectType({
  description:
    'Totals over the group. Returns are counted apart and already taken off revenue, commission and netAmount.',
})
export class SalesSummaryRow {
  @Field(() => String, { description: 'What tells the group from the others; empty where it is unknown' })
  key!: string;

  @Field(() => String, { description: 'The same for people; "Unknown" where it is unknown' })
  label!: string;

  @Field(() => Int, { description: 'Units sold; 0 when only returns are asked for' })
  quantity!: number;

  @Field(() => Int, { description: 'Units that came back; 0 when only sales are asked for' })
  returnedQuantity!: number;

  @Field(() => Money, {
    description:
      'Price x quantity of what was sold, less that of what came back; rows of unknown price, which have 0, count nothing',
  })
  revenue!: Money;

  @Field(() => Money, {
    description:
      'What the marketplace keeps, less what it gave back for returns; rows of unknown commission count nothing',
  })
  commission!: Money;

  @Field(() => Money, {
    description:
      'What the seller gets, less what went back for returns; rows of unknown netAmount count nothing',
  })
  netAmount!: Money;

  @Field(() => Int, { description: 'Sales and returns of unknown price: what is not in revenue' })
  salesWithoutPrice!: number;

  @Field(() => Int, { description: 'Sales and returns of unknown commission: what is not in it' })
  salesWithoutCommission!: number;

  @Field(() => Int, { description: 'Sales and returns of unknown netAmount: what is not in it' })
  salesWithoutNetAmount!: number;

  /** Not a field of the API: what `product` is found by. */
  productId!: string | null;
}
