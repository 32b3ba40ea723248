import { Field, ObjectType } from '@nestjs/graphql';
import { JsonScalar, type JsonValue } from '../../../platform/graphql/index.js';

@ObjectType({ description: 'What a figure was made of: enough to compute it again' })
export class MetricExplanation {
  @Field(() => String, { description: 'Which figure: the name of its field' })
  metric!: string;

  @Field(() => String, { description: 'How it follows from the inputs' })
  formula!: string;

  @Field(() => JsonScalar, {
    description:
      'What went into it: days YYYY-MM-DD in Moscow, ranges without their last day, decimals as strings. docs/metrics.md names them',
  })
  inputs!: JsonValue;

  @Field(() => String, { nullable: true, description: 'The figure as it is shown; null when undefined' })
  value!: string | null;

  @Field(() => Date, { description: 'When it was computed' })
  asOf!: Date;
}
