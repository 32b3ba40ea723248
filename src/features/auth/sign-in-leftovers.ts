import { deleting, statement, type Leftover } from '../../platform/database/index.js';

const DAY_MS = 86_400_000;
/** Milliseconds for which a salt is kept at least; it is good for ten seconds. */
const SALT_MS = 60_000;

const WITHOUT_SALT: Leftover['statement'] = statement(`
  WITH forgotten AS (
    UPDATE refresh_tokens SET successor_salt = NULL
    WHERE id IN (SELECT id FROM refresh_tokens WHERE successor_salt IS NOT NULL AND rotated_at < $1 LIMIT $2)
    RETURNING 1
  )
  SELECT count(*)::integer AS count FROM forgotten
`);

/** What sign-in leaves behind. */
export const SIGN_IN_LEFTOVERS: readonly Leftover[] = [
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
