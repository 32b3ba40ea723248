import { Field, ID, ObjectType } from '@nestjs/graphql';
import { connectionOf } from '../../../platform/graphql/index.js';

@ObjectType({ description: 'A seller company, or one person of their own: the border that no data cross' })
export class Tenant {
  @Field(() => ID, { description: 'Opaque identifier' })
  id!: string;

  @Field(() => String, { description: 'Name as its people wrote it' })
  name!: string;

  @Field(() => String, { description: 'Short unique name for addresses' })
  slug!: string;

  @Field(() => Boolean, { description: 'False when the platform has suspended it' })
  isActive!: boolean;

  @Field(() => Date, { description: 'When it was made' })
  createdAt!: Date;

  @Field(() => Date, { description: 'When it was last changed' })
  updatedAt!: Date;

  /** Not a field of the API: set where a platform administrator reads it, past the border of their own tenant. */
  ofPlatform?: true;
}

export const TenantConnection = connectionOf(Tenant, 'Tenant');
