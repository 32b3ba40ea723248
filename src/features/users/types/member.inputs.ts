import { Field, ID, InputType } from '@nestjs/graphql';
import { IsBoolean, IsEnum, IsString } from 'class-validator';
import { Role } from '../../../platform/access/index.js';
import { TextLength, VisibleText } from '../../../platform/graphql/index.js';

@InputType({ description: 'What somebody is to be in the tenant' })
export class ChangeUserRoleInput {
  @Field(() => ID, { description: 'Another member of the tenant' })
  @IsString()
  userId!: string;

  @Field(() => Role, { description: 'Their new role' })
  @IsEnum(Role)
  role!: Role;
}

@InputType({ description: 'Who is to be locked out, or let back in' })
export class SetUserActiveInput {
  @Field(() => ID, { description: 'Another member of the tenant' })
  @IsString()
  userId!: string;

  @Field(() => Boolean, { description: 'False to deactivate them' })
  @IsBoolean()
  isActive!: boolean;
}

@InputType({ description: 'Who is to administer the platform, or no longer, and why' })
export class SetUserAdminInput {
  @Field(() => ID, { description: 'Somebody else, of whatever tenant' })
  @IsString()
  userId!: string;

  @Field(() => Boolean, { description: 'Whether they are to administer the platform' })
  @IsBoolean()
  isAdmin!: boolean;

  @Field(() => String, { description: 'Why, 1 to 1000 characters: for the audit log of their tenant' })
  @TextLength(1, 1000)
  @VisibleText()
  reason!: string;
}
