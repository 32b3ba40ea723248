import { Field, InputType, ObjectType } from '@nestjs/graphql';
import { IsEmail, IsOptional, MaxLength } from 'class-validator';
import { TextLength, UserError } from '../../../platform/graphql/index.js';
import { MAX_PASSWORD, NewPassword } from './new-password.js';

@InputType({ description: 'A new password instead of the present one' })
export class ChangePasswordInput {
  @Field(() => String, {
    nullable: true,
    description: 'The present one; not needed where none was set, as after a sign-in by Telegram',
  })
  @IsOptional()
  @MaxLength(MAX_PASSWORD, { message: 'expected at most 1024 characters' })
  currentPassword?: string | null;

  @Field(() => String, { description: '8 to 1024 characters of any kind' })
  @NewPassword()
  newPassword!: string;
}

@InputType({ description: 'Whose password was forgotten' })
export class RequestPasswordResetInput {
  @Field(() => String, { description: 'Address of the account' })
  @IsEmail({}, { message: 'expected an e-mail address such as anna@example.com' })
  @TextLength(0, 255)
  email!: string;
}

@InputType({ description: 'A new password instead of a forgotten one' })
export class ResetPasswordInput {
  @Field(() => String, { description: 'The token of the mail; good for an hour, and once' })
  @MaxLength(200, { message: 'expected a token' })
  token!: string;

  @Field(() => String, { description: '8 to 1024 characters of any kind' })
  @NewPassword()
  newPassword!: string;
}

@InputType({ description: 'A token that a mail has brought' })
export class VerifyEmailInput {
  @Field(() => String, { description: 'The token of the mail; good for 7 days, and once' })
  @MaxLength(200, { message: 'expected a token' })
  token!: string;
}

@ObjectType({ description: 'What became of the request of a mail' })
export class RequestPasswordResetPayload {
  @Field(() => Boolean, {
    nullable: true,
    description: 'The same answer whether or not the address is known',
  })
  accepted?: boolean | null;

  @Field(() => [UserError], { description: 'Why it was refused; empty otherwise' })
  userErrors!: UserError[];
}
