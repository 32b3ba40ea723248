import { Field, InputType, Int, ObjectType } from '@nestjs/graphql';
import { Allow } from 'class-validator';
import { DateRange, UserError } from '../../../platform/graphql/index.js';

@InputType({ description: 'What to compute again' })
export class RecalculateAnalyticsInput {
  @Field(() => DateRange, {
    nullable: true,
    description:
      'Days to take up again, at most 366, from the sales and stock on record; without it only what waits is taken in. Of stock the days after them are taken up too',
  })
  @Allow()
  range?: DateRange | null;
}

@ObjectType({ description: 'What was computed again' })
export class RecalculateAnalyticsPayload {
  @Field(() => Int, {
    nullable: true,
    description: 'Days that were taken up: those of the range up to today, and others that waited',
  })
  daysRecalculated?: number | null;

  @Field(() => [UserError], { description: 'Why nothing was computed; empty when it was' })
  userErrors!: UserError[];
}
