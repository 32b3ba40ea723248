import { Field, ID, InputType } from '@nestjs/graphql';
import { IsUUID, Matches } from 'class-validator';
import { TextLength } from '../../../platform/graphql/index.js';
import { VISIBLE } from '../types/auth.inputs.js';

@InputType({ description: 'Through whose eyes a platform administrator looks, and why' })
export class ImpersonateUserInput {
  @Field(() => ID, { description: "The account; neither one's own nor of another platform administrator" })
  @IsUUID(undefined, { message: 'expected the id of a user' })
  userId!: string;

  @Field(() => String, {
    description: "1 to 500 characters; stands in the audit log of the member's tenant",
  })
  @TextLength(1, 500)
  @Matches(VISIBLE, { message: 'expected at least one visible character' })
  reason!: string;
}
