import { Field, ID, InputType, Int, registerEnumType } from '@nestjs/graphql';
import { BigIntScalar } from '../../../platform/graphql/index.js';
import { AbcClass } from '../domain/abc-class.js';
import type { NumberRange, ProductCriteria } from '../domain/product-criteria.js';

registerEnumType(AbcClass, {
  name: 'AbcClass',
  description:
    "A product's weight in its owner's revenue of the last 30 complete days: the share of all revenue that products before it bring, highest first",
  valuesMap: {
    A: { description: 'Less than 80 % stands before it' },
    B: { description: 'Less than 95 % stands before it' },
    C: { description: 'All others, and whatever brings none' },
  },
});

@InputType({
  description:
    'Whole numbers, both ends inside; an end that is left out is open. `max` may not be below `min`',
})
export class IntRange implements NumberRange {
  @Field(() => Int, { nullable: true, description: 'The least' })
  min?: number | null;

  @Field(() => Int, { nullable: true, description: 'The greatest' })
  max?: number | null;
}

@InputType({
  description:
    'Which products are meant. All that is given must hold; a list, of at most 1000 entries, asks for any of them.',
})
export class ProductFilter implements ProductCriteria {
  @Field(() => String, {
    nullable: true,
    description:
      'Case-insensitive substring of article, name or brand, or an exact nmId. `%` and `_` stand for themselves; space around it does not count. At most 500 characters.',
  })
  search?: string | null;

  @Field(() => [ID], {
    nullable: true,
    description:
      'These products, archived ones too; one that the caller does not see matches nothing, in startExport it is NOT_FOUND',
  })
  ids?: string[] | null;

  @Field(() => [BigIntScalar], {
    nullable: true,
    description: 'Products with these nmIds, positive numbers, archived ones too',
  })
  wbNmIds?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'Brands, as they are written' })
  brands?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'Categories, as they are written' })
  categories?: string[] | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'Products of this member; one that the caller does not see matches nothing, in startExport it is NOT_FOUND',
  })
  ownerId?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether anything is on hand' })
  inStock?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Archived products only, or none of them; left out, none, unless `ids` or `wbNmIds` name them',
  })
  isArchived?: boolean | null;

  @Field(() => IntRange, { nullable: true, description: 'Units on hand over all warehouses' })
  stockTotal?: IntRange | null;

  @Field(() => IntRange, {
    nullable: true,
    description:
      'Days that the stock lasts; products for which that is undefined are in no range. Without both ends it leaves nothing out',
  })
  daysOfCover?: IntRange | null;

  @Field(() => [AbcClass], {
    nullable: true,
    description: 'Of these classes; products without figures are of none',
  })
  abcClass?: AbcClass[] | null;
}
