import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { UserError } from '../../../platform/graphql/index.js';

@InputType({ description: 'What a warehouse was seen to hold' })
export class StockObservationInput {
  @Field(() => ID, { description: 'Of which product' })
  productId!: string;

  @Field(() => String, { description: 'Where, 1 to 255 characters; kept as it is written' })
  warehouseName!: string;

  @Field(() => Int, { description: 'Units on hand, 0 or more' })
  quantity!: number;

  @Field(() => Date, {
    nullable: true,
    description:
      'When; now by default. Late ones fall into place. One from a clock that is ahead, by a day at most, counts as seen now; of several such ones of a warehouse the last one. Not before 2000',
  })
  recordedAt?: Date | null;
}

@InputType({ description: 'Stock as it was seen' })
export class RecordStockInput {
  @Field(() => [StockObservationInput], { description: '1 to 1000 of them, in any order' })
  observations!: StockObservationInput[];
}

@ObjectType({ description: 'What became of a batch of observations' })
export class RecordStockPayload {
  @Field(() => Int, { nullable: true, description: 'Observations that changed something, now on record' })
  written?: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Observations equal to what was on hand already: nothing is recorded of them. The last one of a warehouse is remembered all the same, so that what comes late from before it does not hold beyond it',
  })
  unchanged?: number | null;

  @Field(() => [UserError], {
    description: 'What is wrong with which row, 100 at most; when there is any, nothing was written',
  })
  userErrors!: UserError[];
}
