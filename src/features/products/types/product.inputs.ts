import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { Allow, IsOptional, Matches, Max, Min } from 'class-validator';
import { BigIntScalar, MoneyInput, TextLength } from '../../../platform/graphql/index.js';

/** A letter, a digit or a sign, of any script. */
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;
const CARD = 'of a product that the marketplace lists, a sync within 24 hours puts back what its card says';
const PRICED = 'of a product that the marketplace lists, the next sync puts back what it says';
const AMOUNT = '0 to 99999999.99 RUB with at most two decimals';

/** What a person may say of a product. */
@InputType({ isAbstract: true })
abstract class ProductFields {
  @Field(() => String, { nullable: true, description: `What it is called, up to 500 characters; ${CARD}` })
  @IsOptional()
  @TextLength(0, 500)
  name?: string | null;

  @Field(() => String, { nullable: true, description: `Whose make it is, up to 255 characters; ${CARD}` })
  @IsOptional()
  @TextLength(0, 255)
  brand?: string | null;

  @Field(() => String, { nullable: true, description: `Its category, up to 255 characters; ${CARD}` })
  @IsOptional()
  @TextLength(0, 255)
  category?: string | null;

  @Field(() => MoneyInput, {
    nullable: true,
    description: `Price before the discount, ${AMOUNT}; ${PRICED}`,
  })
  @IsOptional()
  price?: MoneyInput | null;

  @Field(() => Int, { nullable: true, description: `Discount in per cent, 0 to 100; ${PRICED}` })
  @IsOptional()
  @Min(0, { message: 'expected a number from 0 to 100' })
  @Max(100, { message: 'expected a number from 0 to 100' })
  discount?: number | null;

  @Field(() => MoneyInput, {
    nullable: true,
    description: `Purchase cost of one unit, ${AMOUNT}. It holds from today on (Europe/Moscow), past days keep theirs, and those before the first cost take the first; no sync changes it`,
  })
  @IsOptional()
  unitCost?: MoneyInput | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Days between ordering from the supplier and the goods being on sale, 0 to 365. It holds from today on (Europe/Moscow); no sync changes it',
  })
  @IsOptional()
  @Min(0, { message: 'expected a number of days from 0 to 365' })
  @Max(365, { message: 'expected a number of days from 0 to 365' })
  leadTimeDays?: number | null;
}

@InputType({ description: 'A new product of the caller. What is left out is unknown.' })
export class CreateProductInput extends ProductFields {
  @Field(() => String, {
    description: "The seller's own article, 1 to 100 characters, unique among their products without nmId",
  })
  @TextLength(1, 100)
  @Matches(VISIBLE, { message: 'expected at least one visible character' })
  wbArticle!: string;

  @Field(() => BigIntScalar, {
    nullable: true,
    description:
      "The marketplace's number (nmId), unique among the seller's products. A sync takes over the product of this number; one that the marketplace does not list is archived by the next sync over all cards",
  })
  @IsOptional()
  @Matches(/^[1-9]\d*$/, { message: 'expected a positive number' })
  wbNmId?: string | null;
}

@InputType({
  description: 'What changes of a product: a field that is left out stays, null takes its value away',
})
export class UpdateProductInput extends ProductFields {
  @Field(() => ID, { description: 'Which product' })
  @Allow()
  id!: string;
}
