import { Field, ID, ObjectType } from '@nestjs/graphql';
import { Role } from '../../../platform/access/index.js';
import { BigIntScalar, connectionOf } from '../../../platform/graphql/index.js';
import { PaymentStatus } from '../../users/index.js';

@ObjectType({ description: 'An active account, as platform administrators see it' })
export class ActiveUser {
  @Field(() => ID, { description: 'Opaque identifier' })
  id!: string;

  @Field(() => String, { description: 'Address to sign in with' })
  email!: string;

  @Field(() => BigIntScalar, { nullable: true, description: "Telegram's number of the linked account" })
  telegramId!: string | null;

  @Field(() => String, { nullable: true, description: 'Name as they wrote it' })
  fullName!: string | null;

  @Field(() => Role, { description: 'What they are in their tenant' })
  role!: Role;

  @Field(() => Boolean, { description: 'Whether they administer the platform' })
  isAdmin!: boolean;

  @Field(() => PaymentStatus, { description: 'How they pay for the service' })
  paymentStatus!: PaymentStatus;

  @Field(() => Date, { nullable: true, description: 'Last sign-in' })
  lastLoginAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'Name of their tenant' })
  tenantName!: string | null;

  @Field(() => String, { nullable: true, description: 'Plan of the active subscription' })
  planName!: string | null;

  @Field(() => Date, { nullable: true, description: 'When the active subscription ends' })
  subscriptionExpiresAt!: Date | null;
}

export const ActiveUserConnection = connectionOf(ActiveUser, 'ActiveUser');
