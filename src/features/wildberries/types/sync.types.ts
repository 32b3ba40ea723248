import { Field, Float, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { ListSize } from '../../../platform/graphql/index.js';
import { IsOptional, IsUUID, MaxLength, MinLength } from 'class-validator';
import { connectionOf, UserError } from '../../../platform/graphql/index.js';
import { JobState } from '../../../platform/jobs/index.js';

@ObjectType({ description: 'How fresh one part of the marketplace data is' })
export class DatasetFreshness {
  @Field(() => String, { description: 'cards, prices, stock, orders or sales' })
  dataset!: string;

  @Field(() => Date, { nullable: true, description: 'When it last came in; null if never' })
  asOf!: Date | null;

  @Field(() => Date, { nullable: true, description: 'When it is tried again after a failure or a limit' })
  nextAttemptAt!: Date | null;

  @Field(() => JobState, { description: 'How it fared in this run' })
  state!: JobState;

  @Field(() => Int, { description: 'Rows written' })
  rows!: number;

  @Field(() => String, { nullable: true, description: 'What went wrong, for people' })
  error!: string | null;
}

@ObjectType({ description: 'One fetching of marketplace data of one seller' })
export class SyncRun {
  @Field(() => ID, { description: 'Opaque identifier' })
  id!: string;

  @Field(() => JobState, { description: 'How far it is' })
  state!: JobState;

  @Field(() => Date, { nullable: true, description: 'When it began' })
  startedAt!: Date | null;

  @Field(() => Date, { nullable: true, description: 'When it ended' })
  finishedAt!: Date | null;

  @Field(() => Float, { description: '0..1' })
  progress!: number;

  @Field(() => Int, { description: 'Products made or changed' })
  productsSynced!: number;

  @Field(() => Int, { description: 'Changes of stock that were found' })
  stockRecordsWritten!: number;

  @Field(() => Int, { description: 'Sales and returns made or changed' })
  salesWritten!: number;

  @Field(() => [DatasetFreshness], { description: 'Its parts' })
  @ListSize(5)
  datasets!: DatasetFreshness[];

  @Field(() => String, { nullable: true, description: 'What went wrong, with the dataset named' })
  error!: string | null;

  /** Not a field of the API: what `user` is found by. */
  userId!: string;
}

export const SyncRunConnection = connectionOf(SyncRun, 'SyncRun');

@InputType({ description: 'A Wildberries API key' })
export class ConnectWildberriesInput {
  @Field(() => String, { description: 'The key as the seller cabinet shows it' })
  @MinLength(1, { message: 'expected a Wildberries API key' })
  @MaxLength(8192, { message: 'expected at most 8192 characters' })
  apiKey!: string;

  @Field(() => ID, { nullable: true, description: "Another member's account; the caller's own without it" })
  @IsOptional()
  @IsUUID(undefined, { message: 'expected the id of a member' })
  userId?: string | null;
}

@InputType({ description: 'Whose integration is to end' })
export class DisconnectInput {
  @Field(() => ID, { nullable: true, description: "Another member's account; the caller's own without it" })
  @IsOptional()
  @IsUUID(undefined, { message: 'expected the id of a member' })
  userId?: string | null;
}

@InputType({ description: 'Whose marketplace data are to be fetched' })
export class StartSyncInput {
  @Field(() => ID, { nullable: true, description: "Another member's account; the caller's own without it" })
  @IsOptional()
  @IsUUID(undefined, { message: 'expected the id of a member' })
  userId?: string | null;
}

@ObjectType({ description: 'What became of a request for a sync' })
export class SyncRunPayload {
  @Field(() => SyncRun, { nullable: true, description: 'The run, which may have been under way already' })
  syncRun?: SyncRun | null;

  @Field(() => [UserError], { description: 'Why none was started; empty when one was' })
  userErrors!: UserError[];
}
