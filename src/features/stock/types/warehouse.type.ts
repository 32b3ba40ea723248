import { Field, Int, ObjectType } from '@nestjs/graphql';

@ObjectType({ description: 'A place where goods lie' })
export class Warehouse {
  @Field(() => String, { description: 'What the marketplace, or the seller, calls it' })
  name!: string;

  @Field(() => Int, { description: 'Units on hand there, of archived products too' })
  stockTotal!: number;

  @Field(() => Int, { description: 'Products of which anything is on hand there, archived ones too' })
  productCount!: number;
}
