import { Field, ID, InputType } from '@nestjs/graphql';
import { IsString } from 'class-validator';

@InputType({ description: 'One object' })
export class IdInput {
  @Field(() => ID, { description: 'Its identifier' })
  @IsString()
  id!: string;
}
