import { Field, Int, ObjectType } from '@nestjs/graphql';

@ObjectType({ description: 'The platform at a glance' })
export class AdminStats {
  @Field(() => Int, { description: 'Active accounts' })
  totalUsers!: number;

  @Field(() => Int, { description: 'Accounts with a paid subscription, deactivated ones too' })
  paidUsers!: number;

  @Field(() => Int, { description: 'Accounts on trial, deactivated ones too' })
  trialUsers!: number;

  @Field(() => Int, { description: 'Platform administrators' })
  adminUsers!: number;

  @Field(() => Int, { description: 'Products of all tenants, archived ones too' })
  totalProducts!: number;

  @Field(() => Int, { description: 'Rows of sales and returns of the last 30 days and today' })
  salesLast30Days!: number;
}
