import { ArgsType, Field, ID } from '@nestjs/graphql';
import { DateTimeRange, PageArguments } from '../../../platform/graphql/index.js';

@ArgsType()
export class AuditLogArguments extends PageArguments {
  @Field(() => String, { nullable: true, description: 'What was done, as it is written in `action`' })
  action?: string | null;

  @Field(() => String, { nullable: true, description: 'Kind of what it was done with' })
  entityType?: string | null;

  @Field(() => ID, { nullable: true, description: 'What it was done with' })
  entityId?: string | null;

  @Field(() => DateTimeRange, { nullable: true, description: 'When it was done' })
  range?: DateTimeRange | null;
}
