import { Field, InputType } from '@nestjs/graphql';
import { IsEmail, IsOptional, Matches, MaxLength } from 'class-validator';
import { TextLength } from '../../../platform/graphql/index.js';
import { MAX_PASSWORD, NewPassword } from './new-password.js';

/** A letter, a digit or a sign, of any script. */
export const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;

@InputType({ description: 'A new account with a tenant of its own' })
export class RegisterInput {
  @Field(() => String, { description: 'Address to sign in with, up to 255 characters' })
  @IsEmail({}, { message: 'expected an e-mail address such as anna@example.com' })
  @TextLength(0, 255)
  email!: string;

  @Field(() => String, { description: '8 to 1024 characters of any kind' })
  @NewPassword()
  password!: string;

  @Field(() => String, { nullable: true, description: 'Name of the person, up to 255 characters' })
  @IsOptional()
  @TextLength(0, 255)
  fullName?: string | null;

  @Field(() => String, { description: 'Name of the company, 1 to 255 characters' })
  @TextLength(1, 255)
  @Matches(VISIBLE, { message: 'expected at least one visible character' })
  tenantName!: string;
}

@InputType({ description: 'Address and password' })
export class LoginInput {
  @Field(() => String, { description: 'Address of the account, in whatever case' })
  @TextLength(0, 255)
  email!: string;

  @Field(() => String, { description: 'Its password' })
  @MaxLength(MAX_PASSWORD, { message: 'expected at most 1024 characters' })
  password!: string;
}

@InputType({ description: 'A refresh token to be exchanged' })
export class RefreshSessionInput {
  @Field(() => String, {
    description: 'The token that came last; each is good once, and again for ten seconds',
  })
  @MaxLength(200, { message: 'expected a refresh token' })
  refreshToken!: string;
}

@InputType({
  description: 'Without a refreshToken, or with everywhere: true, every session of the caller ends',
})
export class LogoutInput {
  @Field(() => String, { nullable: true, description: 'Ends the session that this token belongs to' })
  @IsOptional()
  @MaxLength(200, { message: 'expected a refresh token' })
  refreshToken?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Ends every session of the caller' })
  @IsOptional()
  everywhere?: boolean | null;
}
