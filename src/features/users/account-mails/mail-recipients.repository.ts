import { Injectable } from '@nestjs/common';
import type { SystemContext } from '../../../platform/context/index.js';
import { Database, statement } from '../../../platform/database/index.js';
import type { AccountMailRequest } from './account-mail.js';

export interface MailRecipient {
  readonly userId: string;
  readonly email: string;
  readonly locale: string;
  readonly isVerified: boolean;
}

/** Who may get a mail about their account: active people of tenants that are not suspended. */
@Injectable()
export class MailRecipientRepository {
  constructor(private readonly database: Database) {}

  find(
    ctx: SystemContext,
    { userId, email }: Pick<AccountMailRequest, 'userId' | 'email'>,
  ): Promise<MailRecipient | null> {
    return userId === null
      ? this.database.row(ctx, BY_EMAIL, [email])
      : this.database.row(ctx, BY_ID, [userId]);
  }
}

const RECIPIENT = `
  SELECT u.id AS "userId", u.email, u.locale, u.is_verified AS "isVerified"
  FROM users u JOIN tenants t ON t.id = u.tenant_id
  WHERE u.is_active AND t.is_active`;

const BY_EMAIL = statement<MailRecipient>(`${RECIPIENT} AND lower(u.email) = lower($1)`);
const BY_ID = statement<MailRecipient>(`${RECIPIENT} AND u.id = $1`);
