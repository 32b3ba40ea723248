import { Field, ID, InputType } from '@nestjs/graphql';
import { DateRange } from '../../../platform/graphql/index.js';
import { SaleKind } from '../domain/sales.js';

@InputType({ description: 'Which sales are meant. All that is given must hold.' })
export class SaleFilter {
  @Field(() => DateRange, { nullable: true, description: 'On which days' })
  range?: DateRange | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'Of any of these products, at most 1000; one that the caller does not see matches nothing',
  })
  productIds?: string[] | null;

  @Field(() => SaleKind, { nullable: true, description: 'Sales only, or returns only' })
  kind?: SaleKind | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Of this member; one that the caller does not see matches nothing',
  })
  ownerId?: string | null;
}
