import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { DateScalar, MoneyInput, UserError } from '../../../platform/graphql/index.js';
import { SaleKind } from '../domain/sales.js';

@InputType({ description: 'A sale or a return. All amounts are positive roubles: kind carries the sign.' })
export class SaleInput {
  @Field(() => ID, { description: 'What was sold; the sale belongs to whoever owns the product' })
  productId!: string;

  @Field(() => String, {
    description: "The marketplace's number of the order, 1 to 100 characters: with kind it tells sales apart",
  })
  wbOrderId!: string;

  @Field(() => SaleKind, { defaultValue: SaleKind.SALE, description: 'Sold, or come back' })
  kind!: SaleKind;

  @Field(() => DateScalar, { description: 'The day on which it was: not before 2000, at most tomorrow' })
  saleDate!: string;

  @Field(() => Int, { description: 'Units, 1 to 1,000,000' })
  quantity!: number;

  @Field(() => MoneyInput, {
    description: 'Of one unit, 0 to 99999999.99; 0: not known, what is on record stays',
  })
  price!: MoneyInput;

  @Field(() => MoneyInput, {
    nullable: true,
    description: 'What the marketplace keeps, of the whole row; left out: not known, what is on record stays',
  })
  commission?: MoneyInput | null;

  @Field(() => MoneyInput, {
    nullable: true,
    description: 'What the seller gets, of the whole row; left out: not known, what is on record stays',
  })
  netAmount?: MoneyInput | null;

  @Field(() => String, {
    nullable: true,
    description: 'Where the goods lay, 1 to 255 characters; left out: not known, what is on record stays',
  })
  warehouseName?: string | null;
}

@InputType({ description: 'Sales and returns' })
export class RecordSalesInput {
  @Field(() => [SaleInput], { description: '1 to 1000 of them, in any order' })
  sales!: SaleInput[];
}

@ObjectType({ description: 'What became of a batch of sales' })
export class RecordSalesPayload {
  @Field(() => Int, { nullable: true, description: 'Rows that are new' })
  inserted?: number | null;

  @Field(() => Int, { nullable: true, description: 'Rows that were on record and are different now' })
  updated?: number | null;

  @Field(() => [UserError], {
    description: 'What is wrong with which row, 100 at most; when there is any, nothing was written',
  })
  userErrors!: UserError[];
}
