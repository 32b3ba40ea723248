import { Field, ID, ObjectType } from '@nestjs/graphql';

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
}
