import { Field, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Role } from '../../../platform/access/index.js';
import { BigIntScalar, connectionOf } from '../../../platform/graphql/index.js';

registerEnumType(Role, {
  name: 'Role',
  description: 'What somebody is in their tenant',
  valuesMap: {
    VIEWER: { description: 'Sees the whole tenant, changes nothing' },
    USER: { description: 'Sees and changes their own goods only' },
    ADMIN: { description: 'Sees and changes the whole tenant, manages users and viewers' },
    OWNER: { description: 'Everything in the tenant, billing and its own settings too' },
  },
});

export enum PaymentStatus {
  FREE = 'FREE',
  TRIAL = 'TRIAL',
  PAID = 'PAID',
  EXPIRED = 'EXPIRED',
}

registerEnumType(PaymentStatus, {
  name: 'PaymentStatus',
  description: 'How somebody pays for the service',
  valuesMap: {
    FREE: { description: 'Never had a subscription' },
    TRIAL: { description: 'Tries it for a while' },
    PAID: { description: 'Has a paid subscription' },
    EXPIRED: { description: 'Had one; the account is read-only' },
  },
});

@ObjectType({ description: 'A person with an account' })
export class User {
  @Field(() => ID, { description: 'Opaque identifier' })
  id!: string;

  @Field(() => String, { description: 'Address to sign in with' })
  email!: string;

  @Field(() => String, { nullable: true, description: 'Name as they wrote it' })
  fullName!: string | null;

  @Field(() => String, { nullable: true, description: 'Telephone number' })
  phone!: string | null;

  @Field(() => BigIntScalar, { nullable: true, description: "Telegram's number of the linked account" })
  telegramId!: string | null;

  @Field(() => String, { nullable: true, description: 'Telegram name of the linked account' })
  telegramUsername!: string | null;

  @Field(() => Role, { description: 'What they are in their tenant' })
  role!: Role;

  @Field(() => Boolean, { description: 'False when deactivated: no request of theirs is answered' })
  isActive!: boolean;

  @Field(() => Boolean, { description: 'Whether the e-mail address is confirmed' })
  isVerified!: boolean;

  @Field(() => Boolean, { description: 'Whether they administer the platform' })
  isAdmin!: boolean;

  @Field(() => PaymentStatus, { description: 'How they pay for the service' })
  paymentStatus!: PaymentStatus;

  @Field(() => Date, { nullable: true, description: 'When the paid subscription ends' })
  subscriptionExpiresAt!: Date | null;

  @Field(() => Date, { nullable: true, description: 'When the trial ends' })
  trialEndsAt!: Date | null;

  @Field(() => Boolean, {
    description: 'True when a Wildberries key is stored; the key itself never leaves the server',
  })
  hasWildberriesKey!: boolean;

  @Field(() => String, { nullable: true, description: 'Google spreadsheet that figures are written to' })
  googleSheetId!: string | null;

  @Field(() => Boolean, { description: 'Whether the spreadsheet was handed over' })
  googleSheetSent!: boolean;

  @Field(() => Date, { nullable: true, description: 'Last sign-in' })
  lastLoginAt!: Date | null;

  @Field(() => Date, { nullable: true, description: 'When marketplace data last came in' })
  lastSyncAt!: Date | null;

  @Field(() => Date, { description: 'When the account was made' })
  createdAt!: Date;

  @Field(() => Date, { description: 'When the account was last changed' })
  updatedAt!: Date;

  /** Not a field of the API: what `tenant` is found by. */
  tenantId!: string;

  /** Not a field of the API: set where a platform administrator reads it, past the border of their own tenant. */
  ofPlatform?: true;
}

export const UserConnection = connectionOf(User, 'User');
