import { Field, ID, ObjectType } from '@nestjs/graphql';
import { connectionOf, JsonScalar, type JsonValue } from '../../../platform/graphql/index.js';

@ObjectType({ description: 'Something that somebody did, as it was written down with the change itself' })
export class AuditEntry {
  @Field(() => ID, { description: 'Opaque identifier' })
  id!: string;

  @Field(() => String, { description: 'What was done, such as auth.login or wildberries.connect' })
  action!: string;

  @Field(() => String, { nullable: true, description: 'Kind of what it was done with, such as session' })
  entityType!: string | null;

  @Field(() => ID, { nullable: true, description: 'Id of what it was done with' })
  entityId!: string | null;

  @Field(() => JsonScalar, {
    nullable: true,
    description: 'Fields that changed, each with [before, after]; never a secret',
  })
  changes!: JsonValue;

  @Field(() => String, { nullable: true, description: 'Address that the request came from' })
  ipAddress!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'What the client said it was, up to 500 characters of it',
  })
  userAgent!: string | null;

  @Field(() => Date, { description: 'When it was done' })
  createdAt!: Date;

  /** Not fields of the API: what `actor` and `subject` are found by. */
  actorId!: string | null;
  subjectId!: string | null;
}

export const AuditEntryConnection = connectionOf(AuditEntry, 'AuditEntry');
