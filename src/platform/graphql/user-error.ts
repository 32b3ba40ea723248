import { Field, ObjectType, registerEnumType } from '@nestjs/graphql';
import { ErrorCode } from '../errors/error-code.js';

registerEnumType(ErrorCode, {
  name: 'ErrorCode',
  description: 'Why a mutation was refused. Clients branch on this; the message is for people.',
  valuesMap: {
    INVALID: { description: 'A value of the input breaks a rule; `field` says which' },
    NOT_FOUND: { description: 'No such object, or it belongs to somebody else' },
    CONFLICT: {
      description: 'The object changed meanwhile, or its state does not allow this; read it again',
    },
    ALREADY_EXISTS: { description: 'Another object has this unique value already' },
    FORBIDDEN: { description: 'The role of the caller does not allow this' },
    INVALID_CREDENTIALS: {
      description: 'Sign-in refused: unknown address, wrong password or Telegram proof not genuine',
    },
    ACCOUNT_DISABLED: { description: 'The account was deactivated by its tenant or the platform' },
    TENANT_SUSPENDED: { description: 'The tenant is suspended; nothing of it can be read or changed' },
    EMAIL_NOT_VERIFIED: { description: 'The e-mail address has to be confirmed first' },
    TOKEN_INVALID: { description: 'The token is unknown, damaged or withdrawn' },
    TOKEN_EXPIRED: { description: 'The token was genuine but its time is over' },
    TOKEN_REUSED: { description: 'A refresh token was used twice; its session has been ended' },
    LAST_OWNER: { description: 'The last active owner of a tenant can not be demoted or deactivated' },
    PLAN_LIMIT_REACHED: { description: 'The plan allows no more of these' },
    SUBSCRIPTION_REQUIRED: { description: 'The subscription has ended; the account is read-only' },
    PAYMENT_FAILED: { description: 'The payment provider refused or could not be reached' },
    WB_KEY_INVALID: { description: 'Wildberries does not accept this API key' },
    WB_KEY_WRONG_CATEGORY: { description: 'The Wildberries key lacks a category of access that is needed' },
    WB_THROTTLED: { description: 'Wildberries asks to wait before the next request' },
    WB_UNAVAILABLE: { description: 'Wildberries does not answer at present' },
    SHEET_NOT_SHARED: { description: 'The spreadsheet is not shared with the service account' },
    SHEET_NOT_FOUND: { description: 'There is no spreadsheet with this id' },
    SHEETS_UNAVAILABLE: { description: 'Google Sheets does not answer at present' },
  },
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
