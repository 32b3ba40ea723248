import { Injectable } from '@nestjs/common';
import type { SystemContext } from '../../../platform/context/index.js';
import { Database, statement } from '../../../platform/database/index.js';
import type { TelegramProof } from './domain/telegram-verifier.js';

/** Which proofs have been accepted, for as long as they could be again. */
@Injectable()
export class TelegramLoginRepository {
  constructor(private readonly database: Database) {}

  /** Of many who bring the same proof at once, one is the first. @returns whether this is its first use */
  async spend(ctx: SystemContext, { hash, endsAt }: TelegramProof): Promise<boolean> {
    const spent = await this.database.transaction(ctx).rows(SPEND, [hash, endsAt]);
    return spent.length > 0;
  }
}

const SPEND = statement<{ hash: string }>(`
  INSERT INTO telegram_logins (hash, expires_at) VALUES ($1, $2) ON CONFLICT (hash) DO NOTHING RETURNING hash
`);
