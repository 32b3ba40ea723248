import { Field, ID, InputType } from '@nestjs/graphql';
import { IsBoolean, IsString, ValidateIf } from 'class-validator';
import { TextLength, VisibleText } from '../../../platform/graphql/index.js';

const isGiven = (_input: object, value: unknown): boolean => value !== undefined;

@InputType({ description: 'What is to be changed of the tenant; what is left out stays as it is' })
export class UpdateTenantInput {
  @Field(() => String, { nullable: true, description: 'Its name, 1 to 255 characters; null is refused' })
  @ValidateIf(isGiven)
  @TextLength(1, 255)
  @VisibleText()
  name?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Its short name for addresses: 3 to 100 lower-case letters a to z, digits, and single hyphens between them; null is refused',
  })
  @ValidateIf(isGiven)
  @TextLength(0, 255)
  slug?: string | null;
}

@InputType({ description: 'Which tenant is to be suspended or let back in, and why' })
export class SetTenantActiveInput {
  @Field(() => ID, { description: 'Its identifier' })
  @IsString()
  tenantId!: string;

  @Field(() => Boolean, { description: 'False to suspend it' })
  @IsBoolean()
  isActive!: boolean;

  @Field(() => String, { description: 'Why, 1 to 1000 characters: for the audit log of the tenant' })
  @TextLength(1, 1000)
  @VisibleText()
  reason!: string;
}
