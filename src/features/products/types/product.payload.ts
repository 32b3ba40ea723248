import { Field, ObjectType } from '@nestjs/graphql';
import { UserError } from '../../../platform/graphql/index.js';
import { Product } from './product.type.js';

@ObjectType({ description: 'What became of a change to a product' })
export class ProductPayload {
  @Field(() => Product, { nullable: true, description: 'The product after the change' })
  product?: Product | null;

  @Field(() => [UserError], { description: 'Why nothing was changed; empty when it was' })
  userErrors!: UserError[];
}
