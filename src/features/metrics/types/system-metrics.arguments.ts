import { ArgsType, Field } from '@nestjs/graphql';
import { DateTimeRange, JsonScalar, type JsonValue } from '../../../platform/graphql/index.js';

@ArgsType()
export class SystemMetricsArguments {
  @Field(() => String, { description: 'One of `systemMetricNames`' })
  metricName!: string;

  @Field(() => DateTimeRange, {
    nullable: true,
    description: 'Up to 10,000 samples; an end that is left out is now, a beginning a day before the end',
  })
  range?: DateTimeRange | null;

  @Field(() => JsonScalar, {
    nullable: true,
    description: 'An object: only samples with these tags, others beside them or not',
  })
  tags?: JsonValue;
}
