import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Permission } from '../../../platform/access/index.js';
import { UserError } from '../../../platform/graphql/index.js';
import { Tenant } from '../../tenants/index.js';
import { User } from '../../users/index.js';

registerEnumType(Permission, {
  name: 'Permission',
  description: 'What the signed-in caller may do, so that a client can hide what it may not',
  valuesMap: {
    TENANT_READ: { description: 'See the tenant' },
    TENANT_WRITE: { description: 'Rename the tenant' },
    MEMBERS_READ: { description: 'See its members' },
    MEMBERS_WRITE: { description: 'Invite, promote and deactivate members' },
    BILLING_READ: { description: 'See subscriptions and payments' },
    BILLING_WRITE: { description: 'Subscribe and cancel' },
    CATALOG_READ: { description: 'See products' },
    CATALOG_WRITE: { description: 'Create and change products' },
    STOCK_READ: { description: 'See stock and its history' },
    STOCK_WRITE: { description: 'Record stock' },
    SALES_READ: { description: 'See sales' },
    SALES_WRITE: { description: 'Record sales' },
    ANALYTICS_READ: { description: 'See figures' },
    ANALYTICS_WRITE: { description: 'Have figures computed again' },
    INTEGRATIONS_WRITE: { description: 'Connect marketplaces and spreadsheets' },
    AUDIT_READ: { description: 'See who did what' },
    NOTIFICATIONS_READ: { description: 'See notifications' },
    PLATFORM_ADMIN: { description: 'Administer the platform' },
  },
});

@ObjectType({ description: 'Who is signed in, and what they may do' })
export class Viewer {
  @Field(() => User, { description: 'The account' })
  user!: User;

  @Field(() => Tenant, { nullable: true, description: 'Where they belong' })
  tenant!: Tenant | null;

  @Field(() => [Permission], { description: 'What their role allows' })
  permissions!: Permission[];

  @Field(() => User, { nullable: true, description: 'The administrator who acts in their name, if any' })
  impersonatedBy!: User | null;
}

@ObjectType({
  description:
    'accessToken lives 15 minutes; refreshToken 30 days, is rotated on every use, and its reuse revokes the session. Of impersonateUser: accessToken lives 30 minutes, refreshToken is never accepted',
})
export class AuthTokens {
  @Field(() => String, { description: 'To be sent as "Authorization: Bearer TOKEN"' })
  accessToken!: string;

  @Field(() => String, {
    description:
      'To be exchanged by refreshSession, once; of an impersonation, which nothing renews, good for nothing',
  })
  refreshToken!: string;

  @Field(() => Date, { description: 'From then on the access token is refused' })
  accessTokenExpiresAt!: Date;

  @Field(() => Date, { description: 'From then on the refresh token is refused' })
  refreshTokenExpiresAt!: Date;
}

@ObjectType({ description: 'What became of a sign-in' })
export class AuthPayload {
  @Field(() => AuthTokens, { nullable: true, description: 'Tokens of the session' })
  tokens?: AuthTokens | null;

  @Field(() => Viewer, { nullable: true, description: 'Who is signed in now' })
  viewer?: Viewer | null;

  @Field(() => [UserError], { description: 'Why nobody was signed in; empty when somebody was' })
  userErrors!: UserError[];
}

@ObjectType({ description: 'What became of a sign-out' })
export class LogoutPayload {
  @Field(() => Int, { nullable: true, description: 'How many sessions were ended' })
  endedSessions?: number | null;

  @Field(() => [UserError], { description: 'Why none was ended; empty otherwise' })
  userErrors!: UserError[];
}
