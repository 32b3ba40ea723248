import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { DateScalar, DecimalScalar, Money } from '../../../platform/graphql/index.js';
import { AbcClass } from '../../products/index.js';
import { StockRisk, XyzClass } from '../domain/rules.js';

registerEnumType(XyzClass, {
  name: 'XyzClass',
  description:
    'How steady demand is: the coefficient of variation of the units sold a week, over the last 12 complete weeks, as if in stock all of each',
  valuesMap: {
    X: { description: 'Steady: at most 0.5' },
    Y: { description: 'Wavering: at most 1' },
    Z: { description: 'Erratic: above 1, or nothing sold at all' },
    NEW: { description: 'Fewer than 8 weeks of it were in stock for a fifth of the time at least' },
  },
});

registerEnumType(StockRisk, {
  name: 'StockRisk',
  description: 'What a product needs; the first that holds, in this order',
  valuesMap: {
    OUT_OF_STOCK: { description: 'It sells, and there is none left' },
    NO_DEMAND: { description: 'It does not sell, or was not in stock long enough to tell' },
    ORDER_NOW: { description: 'No more is left than it may sell until an order is there' },
    ORDER_SOON: { description: 'It lasts for the lead time and a week at most' },
    OVERSTOCK: { description: 'It lasts for more than 150 days' },
    OK: { description: 'None of these' },
  },
});

@ObjectType({
  description:
    'Figures of one product over the last 30 complete days (Europe/Moscow). Null where a figure is undefined, never 0 in its place. docs/metrics.md defines each; `explain` gives what it was made of.',
})
export class ProductMetrics {
  @Field(() => Int, { description: 'Units sold' })
  sold30Days!: number;

  @Field(() => Int, { description: 'Units that came back' })
  returned30Days!: number;

  @Field(() => Money, { description: 'Price x quantity of what was sold, less that of what came back' })
  revenue30Days!: Money;

  @Field(() => Money, {
    nullable: true,
    description:
      'What the seller got, less the purchase cost of what was sold and did not come back. Null when a netAmount or a unit cost is missing',
  })
  profit30Days!: Money | null;

  @Field(() => DecimalScalar, {
    nullable: true,
    description:
      'Units a day, counted over the time in which it was in stock. Null when that was less than a day',
  })
  velocity!: string | null;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Days that the stock lasts. Null when nothing sells',
  })
  daysOfCover!: string | null;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Days in which the mean stock of the window was sold once. Null when nothing was',
  })
  turnoverDays!: string | null;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Days, and parts of them, in which there was none. Null before its first whole day',
  })
  daysOutOfStock!: string | null;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Units that it would have sold in this time. Null without a velocity',
  })
  lostUnits!: string | null;

  @Field(() => Money, {
    nullable: true,
    description: 'The same in money, at the mean price of what was sold. Null when nothing was',
  })
  lostRevenue!: Money | null;

  @Field(() => DecimalScalar, {
    nullable: true,
    description:
      'Part of what was sold that did not come back, of the days that are at least 14 days past; below 0 where more came back than was sold in them. Null when nothing was sold in them',
  })
  buyoutRate!: string | null;

  @Field(() => AbcClass, { nullable: true, description: "Its weight in its owner's revenue" })
  abcClass!: AbcClass | null;

  @Field(() => XyzClass, { nullable: true, description: 'How steadily it sells' })
  xyzClass!: XyzClass | null;

  @Field(() => StockRisk, { description: 'What it needs' })
  risk!: StockRisk;

  @Field(() => Int, {
    nullable: true,
    description: 'At this many units or less it is time to order. Null without a velocity',
  })
  reorderPoint!: number | null;

  @Field(() => Int, { nullable: true, description: 'How many to order now. Null without a velocity' })
  reorderQuantity!: number | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'When the last one is sold at this pace. Null when nothing sells',
  })
  stockoutDate!: string | null;

  @Field(() => Date, { description: 'When these figures were computed' })
  asOf!: Date;

  /** Not fields of the API: what `explain` is found by. */
  productId!: string;
  today!: string;
}
