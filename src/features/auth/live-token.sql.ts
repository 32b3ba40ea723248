/**
 * Which refresh token (as r, of the user u) can be exchanged. A session is alive as long as it has one; raising
 * users.token_version ends all of a user's sessions at once.
 * @param now the parameter that holds the time, such as $2
 */
export const LIVE = (now: string): string =>
  `r.revoked_at IS NULL AND r.rotated_at IS NULL AND r.expires_at > ${now} AND r.token_version = u.token_version`;
