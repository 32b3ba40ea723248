import { createHash } from 'node:crypto';

/** What Telegram tells of somebody: text by name, with the proof itself among it. */
export type SignedFields = ReadonlyMap<string, string>;

/** The fields that hold proofs. Each way of signing covers all fields but some of these. */
const PROOFS = ['hash', 'signature'];

/** @returns null where a name stands twice, or by a line break a field could hide in another */
export function signedFields(pairs: Iterable<readonly [string, string]>): SignedFields | null {
  const fields = new Map<string, string>();
  for (const [name, value] of pairs) {
    if (fields.has(name) || name.includes('\n') || value.includes('\n')) return null;
    fields.set(name, value);
  }
  return fields;
}

/** The text that is signed: `name=value` lines in alphabetical order (core.telegram.org/bots/webapps, /widgets/login). */
export function checkString(fields: SignedFields, without: readonly string[]): string {
  return [...fields]
    .filter(([name]) => !without.includes(name))
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('\n');
}

/**
 * SHA-256, in hex, of what was signed for which bot: equal whenever the same proof comes again, however it is written
 * and whichever of its signatures is shown.
 */
export function fingerprint(botId: string, fields: SignedFields): string {
  return createHash('sha256')
    .update(`${botId}\n${checkString(fields, PROOFS)}`)
    .digest('hex');
}
