import { createHash, createHmac } from 'node:crypto';

/** Made up: no bot of this number and name was ever given such a token. */
export const BOT_TOKEN = '110201543:FAKE-TOKEN-FOR-TESTS-ONLY';

interface Person {
  readonly id: number;
  readonly first_name?: string;
  readonly last_name?: string;
  readonly username?: string;
}

/** What a Login Widget gives to a web page, in the names of the API. */
export function widgetOf(person: Person, at: Date, token = BOT_TOKEN): Record<string, unknown> {
  const authDate = Math.floor(at.getTime() / 1000);
  const secret = createHash('sha256').update(token).digest();
  const hash = hmacOf(secret, { ...person, auth_date: authDate });
  const { id, first_name: firstName, last_name: lastName, username } = person;
  return { id: String(id), firstName, lastName, username, authDate, hash };
}

/** What a Mini App has of Telegram. */
export function initDataOf(person: Person, at: Date, token = BOT_TOKEN): string {
  const fields = {
    auth_date: String(Math.floor(at.getTime() / 1000)),
    query_id: 'AAF-test',
    user: JSON.stringify(person),
  };
  const secret = createHmac('sha256', 'WebAppData').update(token).digest();
  return new URLSearchParams({ ...fields, hash: hmacOf(secret, fields) }).toString();
}

function hmacOf(secret: Buffer, fields: Readonly<Record<string, unknown>>): string {
  const lines = Object.entries(fields).map(([name, value]) => `${name}=${String(value)}`);
  return createHmac('sha256', secret).update(lines.sort().join('\n')).digest('hex');
}
