import { isIP } from 'node:net';

/** As proxies write it: with a port behind, in brackets, with the zone of a link. */
const FORMS = [/^\[([^\]]+)\](?::\d+)?$/, /^(\d+\.\d+\.\d+\.\d+):\d+$/];

/** The bare IP address that something says it comes from; null where that is none, and once its peer has hung up. */
export function peerAddress(text: string | undefined): string | null {
  if (text === undefined) return null;
  const inner = FORMS.map((form) => form.exec(text)?.[1]).find((match) => match !== undefined) ?? text;
  const bare = inner.split('%')[0] ?? inner;
  return isIP(bare) === 0 ? null : bare;
}
