import { Field, Int, ObjectType } from '@nestjs/graphql';
import { Money } from '../../../platform/graphql/index.js';
import { SalesSummaryRow } from '../../sales/index.js';
import type { GoodsByRisk } from '../domain/dashboard-figures.js';
import { DataStatus } from './data-status.enum.js';

@ObjectType({
  description:
    "How a seller stands at a glance: a USER's own goods, everybody else's whole tenant. Products that are archived count in sales alone",
})
export class Dashboard {
  @Field(() => Int, { description: 'Products' })
  productCount!: number;

  @Field(() => Int, { description: 'Units on hand now over all warehouses' })
  stockTotal!: number;

  @Field(() => Int, { description: 'Products of risk ORDER_NOW or ORDER_SOON' })
  lowStockCount!: number;

  @Field(() => Int, { description: 'Products of risk OUT_OF_STOCK: they sell, and there are none left' })
  outOfStockCount!: number;

  @Field(() => Int, { description: 'Products of risk OVERSTOCK: they last for more than 150 days' })
  overstockCount!: number;

  @Field(() => SalesSummaryRow, {
    description:
      'The running day in Moscow as far as it is taken in; key and label FROM/UNTIL, the latter being tomorrow',
  })
  salesToday!: SalesSummaryRow;

  @Field(() => SalesSummaryRow, {
    description: 'The 7 complete days before today; key and label FROM/UNTIL, the latter being today',
  })
  sales7Days!: SalesSummaryRow;

  @Field(() => SalesSummaryRow, {
    description: 'The 30 complete days before today; key and label FROM/UNTIL, the latter being today',
  })
  sales30Days!: SalesSummaryRow;

  @Field(() => Money, {
    description:
      'What products out of stock would have sold in the last 30 complete days: the sum over the products for which it is known, hence 0 where it is known for none. Rounded to hundredths once, after summing',
  })
  lostRevenue30Days!: Money;

  @Field(() => Money, {
    nullable: true,
    description:
      'Stock at purchase cost: units on hand times unit cost, summed over the products whose cost is known. Null when it is known for no product in stock',
  })
  stockValue!: Money | null;

  @Field(() => Date, {
    nullable: true,
    description: 'Last time that marketplace data came in whole, of any seller here',
  })
  lastSyncAt!: Date | null;

  @Field(() => DataStatus, {
    description: 'How far the figures of stock keep up; sales are as of now',
  })
  status!: DataStatus;

  /** Not a field of the API: what `explain` is made of. */
  made!: {
    readonly today: string;
    /** The oldest of the figures of products; null without any. */
    readonly computedAt: Date | null;
    readonly byRisk: GoodsByRisk;
  };
}
