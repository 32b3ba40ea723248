import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf } from '../../../platform/graphql/index.js';

@ObjectType({
  description:
    'One observed change: the quantity that a warehouse held from recordedAt until the next record',
})
export class StockRecord {
  @Field(() => ID, { description: 'Opaque identifier' })
  id!: string;

  @Field(() => String, { description: 'Where it was observed' })
  warehouseName!: string;

  @Field(() => Int, { description: 'Units on hand from then on' })
  quantity!: number;

  @Field(() => Int, { description: 'How many more than before; negative when fewer' })
  delta!: number;

  @Field(() => Date, { description: 'When it was observed' })
  recordedAt!: Date;

  /** Not a field of the API: what `product` is found by. */
  productId!: string;
}

export const StockRecordConnection = connectionOf(StockRecord, 'StockRecord');
