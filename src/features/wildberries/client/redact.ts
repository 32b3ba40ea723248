const JWT_LIKE = /eyJ[\w-]+(?:\.[\w-]*){0,2}/g;
const MAX_LENGTH = 300;

/**
 * What a server said, made fit for a log: the token (whole or any of its parts) and anything that looks like a
 * JWT taken out, control characters too, and shortened.
 */
export function redact(text: string, token: string): string {
  let clean = text;
  const secrets = [token, ...token.split('.')].filter((part) => part.length >= 8);
  for (const secret of secrets) clean = clean.replaceAll(secret, '[token]');
  return clean
    .replace(JWT_LIKE, '[token]')
    .replace(/\p{Cc}+/gu, ' ')
    .slice(0, MAX_LENGTH)
    .toWellFormed();
}
