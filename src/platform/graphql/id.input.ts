import { Field, ID, InputType } from '@nestjs/graphql';
import { Allow } from 'class-validator';

@InputType({ description: 'One object' })
export class IdInput {
  @Field(() => ID, { description: 'Its identifier' })
  @Allow()
  id!: string;
}
