import { Field, ID, ObjectType } from '@nestjs/graphql';

@ObjectType({ description: 'A sign-in that is still good' })
export class Session {
  @Field(() => ID, { description: 'Id of the session' })
  id!: string;

  @Field(() => Date, { description: 'When its user signed in' })
  createdAt!: Date;

  @Field(() => Date, { description: 'When its refresh token was last exchanged' })
  lastUsedAt!: Date;

  @Field(() => Date, { description: 'When it ends, unless its refresh token is exchanged before' })
  expiresAt!: Date;

  @Field(() => String, { nullable: true, description: 'Address that it was last renewed from' })
  ipAddress!: string | null;

  @Field(() => String, { nullable: true, description: 'What the client said it was, at that time' })
  userAgent!: string | null;

  @Field(() => Boolean, { description: 'Whether this request belongs to it' })
  isCurrent!: boolean;
}
