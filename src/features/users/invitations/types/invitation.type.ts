import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { IsEmail, IsEnum } from 'class-validator';
import { Role } from '../../../../platform/access/index.js';
import { connectionOf, TextLength, UserError } from '../../../../platform/graphql/index.js';

@ObjectType({ description: 'An offer to somebody to join the tenant' })
export class Invitation {
  @Field(() => ID, { description: 'Opaque identifier' })
  id!: string;

  @Field(() => String, { description: 'Address that it was sent to' })
  email!: string;

  @Field(() => Role, { description: 'What they will be in the tenant' })
  role!: Role;

  @Field(() => Date, { description: 'From then on it can not be accepted' })
  expiresAt!: Date;

  @Field(() => Date, { nullable: true, description: 'When it was accepted; null while it is open' })
  acceptedAt!: Date | null;

  @Field(() => Date, { description: 'When it was made' })
  createdAt!: Date;

  /** Not a field of the API: what `invitedBy` is found by. */
  inviterId!: string;
}

export const InvitationConnection = connectionOf(Invitation, 'Invitation');

@InputType({ description: 'Who is invited, and as what' })
export class InviteUserInput {
  @Field(() => String, { description: 'Address that the invitation is sent to, up to 255 characters' })
  @IsEmail({}, { message: 'expected an e-mail address such as anna@example.com' })
  @TextLength(0, 255)
  email!: string;

  @Field(() => Role, { description: 'What they will be. An ADMIN invites users and viewers only' })
  @IsEnum(Role)
  role!: Role;
}

@ObjectType({ description: 'What became of an invitation' })
export class InvitationPayload {
  @Field(() => Invitation, { nullable: true, description: 'The invitation' })
  invitation?: Invitation | null;

  @Field(() => String, { nullable: true, description: 'Set by inviteUser alone, and shown once' })
  token?: string | null;

  @Field(() => [UserError], { description: 'Why nothing was changed; empty when it was' })
  userErrors!: UserError[];
}
