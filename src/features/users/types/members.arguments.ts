import { ArgsType, Field } from '@nestjs/graphql';
import { Role } from '../../../platform/access/index.js';
import { PageArguments } from '../../../platform/graphql/index.js';

@ArgsType()
export class MembersArguments extends PageArguments {
  @Field(() => String, {
    nullable: true,
    description: 'What address or name contain, whatever the case; up to 255 characters',
  })
  search?: string | null;

  @Field(() => Role, { nullable: true, description: 'Only those of this role' })
  role?: Role | null;

  @Field(() => Boolean, { nullable: true, description: 'Only those who are active, or who are not' })
  isActive?: boolean | null;
}
