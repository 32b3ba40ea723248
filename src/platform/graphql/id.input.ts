import { Field, ID, InputType } from '@nestjs/graphql';

@InputType({ description: 'One object' })
export class IdInput {
  @Field(() => ID, { description: 'Its identifier' })
  id!: string;
}
