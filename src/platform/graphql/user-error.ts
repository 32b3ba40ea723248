import { Field, ObjectType, registerEnumType } from '@nestjs/graphql';
import { ErrorCode } from '../errors/error-code.js';
import { USER_ERROR_MEANINGS } from '../errors/error-meanings.js';

registerEnumType(ErrorCode, {
  name: 'ErrorCode',
  description: 'Why a mutation was refused. Clients branch on this; the message is for people.',
  valuesMap: Object.fromEntries(
    Object.entries(USER_ERROR_MEANINGS).map(([code, { meaning }]) => [code, { description: meaning }]),
  ),
});

@ObjectType({ description: 'A failure the caller can act on. `field` is the path inside `input`.' })
export class UserError {
  @Field(() => ErrorCode, { description: 'What went wrong, for programs' })
  code!: ErrorCode;

  @Field(() => String, { description: 'What went wrong, for people' })
  message!: string;

  @Field(() => [String], {
    nullable: true,
    description: 'Path inside `input`, outermost first; null when no single field is at fault',
  })
  field?: string[] | null;
}
