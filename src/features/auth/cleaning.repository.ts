import { Injectable } from '@nestjs/common';
import type { SystemContext } from '../../platform/context/index.js';
import { Database, statement, type Statement } from '../../platform/database/index.js';

const DAY_MS = 86_400_000;
/** Rows that one transaction takes away: few enough to keep nobody waiting. */
const BATCH = 1_000;
/** Milliseconds for which a salt is kept at least; it is good for ten seconds. */
const SALT_MS = 60_000;

type Counted = Statement<{ count: number }>;

interface Leftover {
  /** Takes the time before which rows are of no use, and the size of the batch. */
  readonly statement: Counted;
  /** Milliseconds that rows are kept for after their time is over. */
  readonly keptFor: number;
}

/** What sign-in leaves behind, in batches. */
@Injectable()
export class CleaningRepository {
  readonly leftovers: readonly Leftover[] = LEFTOVERS;

  constructor(private readonly database: Database) {}

  /** Takes one batch away. @returns whether there may be more */
  async clean(ctx: SystemContext, { statement: batch, keptFor }: Leftover): Promise<boolean> {
    const before = new Date(ctx.now().getTime() - keptFor);
    const cleaned = await this.database.row(ctx, batch, [before, BATCH]);
    return cleaned?.count === BATCH;
  }
}

function deleting(table: string, key: string, isUseless: string): Counted {
  return statement(`
    WITH gone AS (
      DELETE FROM ${table} WHERE ${key} IN (SELECT ${key} FROM ${table} WHERE ${isUseless} LIMIT $2) RETURNING 1
    )
    SELECT count(*)::integer AS count FROM gone
  `);
}

const WITHOUT_SALT: Counted = statement(`
  WITH forgotten AS (
    UPDATE refresh_tokens SET successor_salt = NULL
    WHERE id IN (SELECT id FROM refresh_tokens WHERE successor_salt IS NOT NULL AND rotated_at < $1 LIMIT $2)
    RETURNING 1
  )
  SELECT count(*)::integer AS count FROM forgotten
`);

const LEFTOVERS: readonly Leftover[] = [
  { statement: WITHOUT_SALT, keptFor: SALT_MS },
  {
    // for a week longer than it can be exchanged, one that comes again still tells of a copy
    statement: deleting('refresh_tokens', 'id', 'expires_at < $1'),
    keptFor: 7 * DAY_MS,
  },
  {
    // for a week they are told from those that never were
    statement: deleting('one_time_tokens', 'token_hash', 'expires_at < $1'),
    keptFor: 7 * DAY_MS,
  },
  {
    statement: deleting('telegram_logins', 'hash', 'expires_at < $1'),
    keptFor: 0,
  },
  {
    // the log of audits keeps what was done
    statement: deleting('impersonations', 'id', 'expires_at < $1'),
    keptFor: 30 * DAY_MS,
  },
  {
    statement: deleting('rate_limits', 'key', 'expire < extract(epoch FROM $1::timestamptz) * 1000'),
    keptFor: 0,
  },
];
