import { Field, InputType } from '@nestjs/graphql';
import { IsEmail, IsOptional, Matches, ValidateIf } from 'class-validator';
import { TextLength } from '../../../platform/graphql/index.js';

@InputType({
  description: 'What is to be changed of the own account; null clears, and what is left out stays as it is',
})
export class UpdateProfileInput {
  @Field(() => String, { nullable: true, description: 'Name of the person, up to 255 characters' })
  @IsOptional()
  @TextLength(0, 255)
  fullName?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Telephone number: digits, space and signs such as +, brackets and hyphens; up to 20 characters',
  })
  @IsOptional()
  @TextLength(0, 20)
  @Matches(/^[\d +().-]*$/, { message: 'expected a telephone number such as +7 999 123-45-67' })
  phone?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Address to sign in with, up to 255 characters; null is refused. One that differs in case alone is the same one and stays as it was written first',
  })
  @ValidateIf((_input, value) => value !== undefined)
  @IsEmail({}, { message: 'expected an e-mail address such as anna@example.com' })
  @TextLength(0, 255)
  email?: string | null;
}
