import { Field, ObjectType } from '@nestjs/graphql';
import { DecimalScalar, JsonScalar } from '../../../platform/graphql/index.js';

@ObjectType({
  description: 'One sample of a figure about the system itself; docs/monitoring.md defines each',
})
export class MetricPoint {
  @Field(() => String, { description: 'What it is a sample of' })
  metricName!: string;

  @Field(() => DecimalScalar, { description: 'The figure' })
  metricValue!: string;

  @Field(() => JsonScalar, {
    nullable: true,
    description: 'Which part it is of, such as `{"quantile": "p95"}`',
  })
  tags!: Readonly<Record<string, string>> | null;

  @Field(() => Date, { description: 'The time that it is of: of what is counted, when the minute began' })
  recordedAt!: Date;
}
