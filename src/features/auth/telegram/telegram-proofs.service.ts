import { Injectable } from '@nestjs/common';
import type { SystemContext } from '../../../platform/context/index.js';
import { DomainError } from '../../../platform/errors/domain-error.js';
import { ErrorCode } from '../../../platform/errors/error-code.js';
import { TelegramVerifier, type TelegramProof, type Verdict } from './domain/telegram-verifier.js';
import { TelegramLoginRepository } from './telegram-logins.repository.js';

/** What a Login Widget gives, in this API's names. */
export interface TelegramWidget {
  readonly id: string;
  readonly firstName?: string | null;
  readonly lastName?: string | null;
  readonly username?: string | null;
  readonly photoUrl?: string | null;
  readonly authDate: number;
  readonly hash: string;
}

export interface TelegramSignIn {
  readonly widget?: TelegramWidget | null;
  readonly initData?: string | null;
}

/** What somebody has brought to prove who they are at Telegram: what it proves, or why it proves nothing. */
export type Judged = TelegramProof | DomainError;

@Injectable()
export class TelegramProofsService {
  constructor(
    private readonly verifier: TelegramVerifier,
    private readonly logins: TelegramLoginRepository,
  ) {}

  /**
   * Returns the refusal of what is no proof, so that the caller writes down that somebody has tried.
   *
   * @throws DomainError where nothing was tried: Telegram is not configured, or not exactly one of the two was given
   */
  judge(ctx: SystemContext, { widget, initData }: TelegramSignIn): Judged {
    if (Boolean(widget) === (initData != null)) {
      throw new DomainError(ErrorCode.INVALID, 'Give either widget or initData, and not both.', ['initData']);
    }
    if (!(widget ? this.verifier.knowsWidgets : this.verifier.knowsInitData)) throw notConfigured();
    return widget
      ? proofOf(this.verifier.verifyWidget(fieldsOf(widget), ctx.now()), 'widget')
      : proofOf(this.verifier.verifyInitData(initData ?? '', ctx.now()), 'initData');
  }

  /** Inside the transaction of what the proof is for. @returns the refusal of one that was used before */
  async spend(ctx: SystemContext, proof: TelegramProof): Promise<DomainError | null> {
    if (await this.logins.spend(ctx, proof)) return null;
    return new DomainError(
      ErrorCode.TOKEN_REUSED,
      'This proof of Telegram was used before. Let Telegram make another one.',
    );
  }
}

/** By Telegram's names. What Telegram did not give is no part of what it has signed. */
function fieldsOf({
  id,
  firstName,
  lastName,
  username,
  photoUrl,
  authDate,
  hash,
}: TelegramWidget): Record<string, string> {
  const given = {
    id,
    first_name: firstName,
    last_name: lastName,
    username,
    photo_url: photoUrl,
    auth_date: String(authDate),
    hash,
  };
  return Object.fromEntries(
    Object.entries(given).filter((field): field is [string, string] => field[1] != null),
  );
}

function proofOf(verdict: Verdict, field: string): Judged {
  if (verdict === 'NOT_GENUINE') {
    return new DomainError(
      ErrorCode.INVALID_CREDENTIALS,
      'Telegram has not signed this for a bot of this service. Send what Telegram gave, unchanged.',
      [field],
    );
  }
  if (verdict === 'UNTIMELY') {
    return new DomainError(
      ErrorCode.TOKEN_EXPIRED,
      'This proof of Telegram is not of the last 5 minutes. Let Telegram make another one.',
      [field],
    );
  }
  return verdict;
}

function notConfigured(): DomainError {
  return new DomainError(
    ErrorCode.CONFLICT,
    'Telegram is not configured on this server, or not for this way of signing in. Whoever runs it sets TELEGRAM_BOT_TOKEN, or TELEGRAM_BOT_IDS for initData alone.',
  );
}
