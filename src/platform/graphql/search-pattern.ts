/**
 * What a search text looks for anywhere, for ILIKE with the default escape character.
 * @returns null for nothing, and for a text of nothing but space, which everything matches
 */
export function searchPattern(text: string | null | undefined): string | null {
  const sought = text?.trim() ?? '';
  return sought === '' ? null : `%${sought.replace(/[\\%_]/g, '\\$&')}%`;
}
