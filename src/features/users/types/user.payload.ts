import { Field, ObjectType } from '@nestjs/graphql';
import { UserError } from '../../../platform/graphql/index.js';
import { User } from './user.type.js';

@ObjectType({ description: 'What became of a change to an account' })
export class UserPayload {
  @Field(() => User, { nullable: true, description: 'The account after the change' })
  user?: User | null;

  @Field(() => [UserError], { description: 'Why nothing was changed; empty when it was' })
  userErrors!: UserError[];
}
