import { Field, ObjectType } from '@nestjs/graphql';
import { UserError } from '../../../platform/graphql/index.js';
import { Tenant } from './tenant.type.js';

@ObjectType({ description: 'What became of a change to a tenant' })
export class TenantPayload {
  @Field(() => Tenant, { nullable: true, description: 'The tenant after the change' })
  tenant?: Tenant | null;

  @Field(() => [UserError], { description: 'Why nothing was changed; empty when it was' })
  userErrors!: UserError[];
}
