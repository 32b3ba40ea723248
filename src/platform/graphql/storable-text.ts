/** PostgreSQL can store neither U+0000 nor half of a surrogate pair, in text or in jsonb. */
export function isStorableText(text: string): boolean {
  return !text.includes('\u0000') && text.isWellFormed();
}
