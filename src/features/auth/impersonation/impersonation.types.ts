import { Field, ID, InputType } from '@nestjs/graphql';
import { IsUUID } from 'class-validator';
import { TextLength, VisibleText } from '../../../platform/graphql/index.js';

@InputType({ description: 'Through whose eyes a platform administrator looks, and why' })
export class ImpersonateUserInput {
  @Field(() => ID, { description: "The account; neither one's own nor of another platform administrator" })
  @IsUUID(undefined, { message: 'expected the id of a user' })
  userId!: string;

  @Field(() => String, {
    description: "1 to 500 characters; stands in the audit log of the member's tenant",
  })
  @TextLength(1, 500)
  @VisibleText()
  reason!: string;
}
