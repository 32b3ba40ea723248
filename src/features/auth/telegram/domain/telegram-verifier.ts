import {
  createHash,
  createHmac,
  createPublicKey,
  timingSafeEqual,
  verify,
  type KeyObject,
} from 'node:crypto';
import { checkString, fingerprint, signedFields, type SignedFields } from './signed-fields.js';
import { userOfInitData, userOfWidget, type TelegramUser } from './telegram-user.js';

/** Seconds that a proof of sign-in is good for. Telegram leaves it to the bot. */
const MAX_AGE_SECONDS = 300;
/** Telegram's clock may be ahead of this one by so much. */
const CLOCK_SKEW_SECONDS = 60;
/** Ed25519, for whoever has no token (core.telegram.org/bots/webapps, "Validating data for Third-Party Use"). */
const TELEGRAM_PUBLIC_KEY = 'e7bf03a2fa4602af4580703d88dda5bb59f32ed8b02a56c187fe7d34caed242d';

export interface TelegramProof {
  readonly user: TelegramUser;
  /** By which the same proof is known again; see fingerprint(). */
  readonly hash: string;
  /** From then on it is not accepted any more, on any clock within the allowed skew. */
  readonly endsAt: Date;
}

/** NOT_GENUINE: not signed for one of the bots, or unreadable. UNTIMELY: signed, but too long ago or in the future. */
export type Verdict = TelegramProof | 'NOT_GENUINE' | 'UNTIMELY';

export interface TelegramBots {
  /** As BotFather gives them: `ID:SECRET`. */
  readonly botTokens: readonly string[];
  /** Bots of others, whose users are believed by Telegram's own signature. */
  readonly botIds: readonly string[];
}

interface Bot {
  readonly id: string;
  readonly widgetSecret: Buffer;
  readonly webAppSecret: Buffer;
}

/** Tells whether Telegram has signed what somebody brings. Knows nothing of accounts. */
export class TelegramVerifier {
  private readonly bots: readonly Bot[];
  private readonly botIds: readonly string[];
  private readonly publicKey: KeyObject;
  private readonly maxAgeSeconds: number;

  constructor(
    { botTokens, botIds }: TelegramBots,
    rules: { publicKey?: string; maxAgeSeconds?: number } = {},
  ) {
    this.bots = botTokens.map(botOf);
    this.botIds = botIds;
    this.publicKey = ed25519Key(rules.publicKey ?? TELEGRAM_PUBLIC_KEY);
    this.maxAgeSeconds = rules.maxAgeSeconds ?? MAX_AGE_SECONDS;
  }

  /** Whether the data of a Login Widget can be checked, for which a token is needed. */
  get knowsWidgets(): boolean {
    return this.bots.length > 0;
  }

  get knowsInitData(): boolean {
    return this.bots.length > 0 || this.botIds.length > 0;
  }

  /** @param data the widget's fields by Telegram's names */
  verifyWidget(data: Readonly<Record<string, string>>, now: Date): Verdict {
    const fields = signedFields(Object.entries(data));
    if (!fields) return 'NOT_GENUINE';
    const message = checkString(fields, ['hash']);
    const bot = this.bots.find(({ widgetSecret }) => isHmac(widgetSecret, message, fields.get('hash')));
    return bot ? this.judge(bot.id, fields, userOfWidget(fields), now) : 'NOT_GENUINE';
  }

  /** @param initData what a Mini App has of Telegram, as it came: a query string */
  verifyInitData(initData: string, now: Date): Verdict {
    const fields = signedFields(new URLSearchParams(initData));
    const botId = fields && (this.signerByToken(fields) ?? this.signerByKey(fields));
    return fields && botId !== null ? this.judge(botId, fields, userOfInitData(fields), now) : 'NOT_GENUINE';
  }

  /** Everything but the hash is signed, the third parties' signature too. */
  private signerByToken(fields: SignedFields): string | null {
    const message = checkString(fields, ['hash']);
    const bot = this.bots.find(({ webAppSecret }) => isHmac(webAppSecret, message, fields.get('hash')));
    return bot?.id ?? null;
  }

  private signerByKey(fields: SignedFields): string | null {
    const signature = Buffer.from(fields.get('signature') ?? '', 'base64url');
    const message = checkString(fields, ['hash', 'signature']);
    const isOf = (id: string): boolean =>
      verify(null, Buffer.from(`${id}:WebAppData\n${message}`), this.publicKey, signature);
    return this.botIds.find(isOf) ?? null;
  }

  /** Of fields that are signed. */
  private judge(botId: string, fields: SignedFields, user: TelegramUser | null, now: Date): Verdict {
    const signedAt = secondsOf(fields.get('auth_date'));
    if (signedAt === null || !user) return 'NOT_GENUINE';
    const age = now.getTime() / 1000 - signedAt;
    if (age > this.maxAgeSeconds || age < -CLOCK_SKEW_SECONDS) return 'UNTIMELY';
    const endsAt = new Date((signedAt + this.maxAgeSeconds + CLOCK_SKEW_SECONDS) * 1000);
    return { user, hash: fingerprint(botId, fields), endsAt };
  }
}

function botOf(token: string): Bot {
  return {
    id: token.slice(0, token.indexOf(':')),
    widgetSecret: createHash('sha256').update(token).digest(),
    webAppSecret: createHmac('sha256', 'WebAppData').update(token).digest(),
  };
}

/** HMAC-SHA-256 in hex, compared in constant time. */
function isHmac(secret: Buffer, message: string, hash = ''): boolean {
  if (!/^[0-9a-f]{64}$/.test(hash)) return false;
  return timingSafeEqual(createHmac('sha256', secret).update(message).digest(), Buffer.from(hash, 'hex'));
}

/** @returns seconds since 1970; null for what is none */
function secondsOf(text = ''): number | null {
  return /^\d{1,12}$/.test(text) ? Number(text) : null;
}

/** @param hex 32 bytes (RFC 8032) */
function ed25519Key(hex: string): KeyObject {
  const x = Buffer.from(hex, 'hex').toString('base64url');
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
}
