import { ArgsType, Field, ObjectType, registerEnumType } from '@nestjs/graphql';
import { JsonScalar, type JsonValue } from '../../../platform/graphql/index.js';
import { MetricType } from '../domain/metric-type.js';
import { DataStatus } from './data-status.enum.js';

export enum AnalyticsPeriod {
  DAILY = 'DAILY',
  WEEKLY = 'WEEKLY',
  MONTHLY = 'MONTHLY',
}

registerEnumType(AnalyticsPeriod, {
  name: 'AnalyticsPeriod',
  description: 'Over which days something is told: complete ones, up to yesterday (Europe/Moscow)',
  valuesMap: {
    DAILY: { description: 'The last one' },
    WEEKLY: { description: 'The last 7' },
    MONTHLY: { description: 'The last 30' },
  },
});

registerEnumType(MetricType, {
  name: 'MetricType',
  description: 'What is told of all products together; docs/metrics.md has a JSON Schema of each',
  valuesMap: {
    SALES_SUMMARY: { description: 'What was sold and came back, day by day' },
    TURNOVER: { description: 'In how many days the stock was sold, by ABC class' },
    STOCK_COVER: { description: 'How many products last for how long' },
    ABC: { description: 'What products of each ABC class sold' },
    XYZ: { description: 'The same by XYZ and ABC class' },
    LOST_SALES: { description: 'What would have sold while it was out of stock, and of which products most' },
    PROFIT: { description: 'What sellers got, what it cost them and what of it is not known, by ABC class' },
    TOP_PRODUCTS: { description: 'The 20 products that brought most' },
  },
});

@ObjectType({
  description:
    'What was computed ahead for all products that the caller sees: a USER’s own, everybody else’s whole tenant',
})
export class AnalyticsSnapshot {
  @Field(() => MetricType, { description: 'What it tells of' })
  metricType!: MetricType;

  @Field(() => AnalyticsPeriod, { description: 'Over which days' })
  period!: AnalyticsPeriod;

  @Field(() => DataStatus, { description: 'How far it keeps up' })
  status!: DataStatus;

  @Field(() => JsonScalar, {
    nullable: true,
    description:
      '`from`, `until` (outside), `totals`, and `groups` with the same sums; null until it is computed',
  })
  data!: JsonValue;

  @Field(() => Date, { nullable: true, description: 'When it came to be as it is; null until then' })
  calculatedAt!: Date | null;

  @Field(() => Date, { nullable: true, description: 'From when on it is too old; null until it is computed' })
  expiresAt!: Date | null;
}

@ArgsType()
export class AnalyticsArguments {
  @Field(() => MetricType, { description: 'What to tell of' })
  metricType!: MetricType;

  @Field(() => AnalyticsPeriod, { description: 'Over which days' })
  period!: AnalyticsPeriod;
}
