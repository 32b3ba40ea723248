import { ArgsType, Field } from '@nestjs/graphql';
import { PageArguments } from '../../../platform/graphql/index.js';

@ArgsType()
export class TenantsArguments extends PageArguments {
  @Field(() => String, {
    nullable: true,
    description: 'What name or slug contain, whatever the case; up to 255 characters',
  })
  search?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Only those that are suspended, or that are not' })
  isActive?: boolean | null;
}
