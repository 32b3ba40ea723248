import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { connectionOf, DateScalar, Money } from '../../../platform/graphql/index.js';
import { SaleKind } from '../domain/sales.js';

registerEnumType(SaleKind, {
  name: 'SaleKind',
  description: 'Which way the goods went',
  valuesMap: {
    SALE: { description: 'To a buyer' },
    RETURN: { description: 'Back from a buyer' },
  },
});

@ObjectType({
  description: 'One row of what was sold or came back. All amounts are positive: kind carries the sign.',
})
export class Sale {
  @Field(() => ID, { description: 'Opaque identifier' })
  id!: string;

  @Field(() => String, { nullable: true, description: "The marketplace's number of the order" })
  wbOrderId!: string | null;

  @Field(() => SaleKind, { description: 'Sold, or come back' })
  kind!: SaleKind;

  @Field(() => DateScalar, { description: 'The day on which it was' })
  saleDate!: string;

  @Field(() => Int, { description: 'Units' })
  quantity!: number;

  @Field(() => Money, { description: 'Of one unit' })
  price!: Money;

  @Field(() => Money, {
    nullable: true,
    description: 'What the marketplace keeps, of the whole row; null when it is not known',
  })
  commission!: Money | null;

  @Field(() => Money, {
    nullable: true,
    description: 'What the seller gets, of the whole row; null when it is not known',
  })
  netAmount!: Money | null;

  @Field(() => String, { nullable: true, description: 'Where the goods lay' })
  warehouseName!: string | null;

  /** Not a field of the API: what `product` is found by. */
  productId!: string | null;
}

export const SaleConnection = connectionOf(Sale, 'Sale');
