import { Field, InputType, Int, ObjectType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { Allow, ArrayMaxSize, IsOptional, Matches, ValidateNested } from 'class-validator';
import { BigIntScalar, MoneyInput, TextLength, UserError } from '../../../platform/graphql/index.js';

@InputType({
  description:
    'What one product costs from today on (Europe/Moscow). It is named by `wbNmId`, by `wbArticle`, or by both, which then have to agree. A value that is left out stays, null takes it away.',
})
export class ProductCostRowInput {
  @Field(() => String, { nullable: true, description: "The seller's article, as it is written" })
  @IsOptional()
  @TextLength(0, 100)
  wbArticle?: string | null;

  @Field(() => BigIntScalar, { nullable: true, description: "The marketplace's number (nmId)" })
  @IsOptional()
  @Matches(/^[1-9]\d*$/, { message: 'expected a positive number' })
  wbNmId?: string | null;

  @Field(() => MoneyInput, {
    nullable: true,
    description: 'Purchase cost of one unit, 0 to 99999999.99 RUB with at most two decimals',
  })
  @IsOptional()
  unitCost?: MoneyInput | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Days between ordering from the supplier and the goods being on sale, 0 to 365',
  })
  @IsOptional()
  leadTimeDays?: number | null;
}

@InputType({ description: 'Costs of many products' })
export class ImportProductsInput {
  @Field(() => [ProductCostRowInput], { description: 'A product a row, at most 1000' })
  @ArrayMaxSize(1000, { message: 'expected at most 1000 rows' })
  @ValidateNested({ each: true })
  @Type(() => ProductCostRowInput)
  rows!: ProductCostRowInput[];

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Only tells what would become of it, and writes nothing',
  })
  @Allow()
  dryRun!: boolean;
}

@ObjectType({ description: 'What became of the rows: all of them, or none' })
export class ImportProductsPayload {
  @Field(() => Int, { nullable: true, description: 'Products that have another cost now' })
  updated?: number | null;

  @Field(() => Int, { nullable: true, description: 'Products of which the row said nothing new' })
  unchanged?: number | null;

  @Field(() => [UserError], {
    description: 'What is wrong with which row, the first hundred of them; empty when all are written',
  })
  userErrors!: UserError[];
}
