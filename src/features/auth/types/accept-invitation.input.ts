import { Field, InputType } from '@nestjs/graphql';
import { IsOptional, MaxLength } from 'class-validator';
import { TextLength } from '../../../platform/graphql/index.js';
import { NewPassword } from './new-password.js';

@InputType({ description: 'An invitation, and the account that is to be made by it' })
export class AcceptInvitationInput {
  @Field(() => String, { description: 'The token of the mail; good for 7 days, and once' })
  @MaxLength(200, { message: 'expected a token' })
  token!: string;

  @Field(() => String, { description: '8 to 1024 characters of any kind' })
  @NewPassword()
  password!: string;

  @Field(() => String, { nullable: true, description: 'Name of the person, up to 255 characters' })
  @IsOptional()
  @TextLength(0, 255)
  fullName?: string | null;
}
