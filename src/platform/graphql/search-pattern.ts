import { badUserInput } from './bad-user-input.js';

const MAX_SEARCH = 255;

/**
 * What the argument `search` of a list looks for anywhere, for ILIKE with the default escape character.
 *
 * @returns null for nothing, and for a text of nothing but space, which everything matches
 * @throws GraphQLError BAD_USER_INPUT for more than 255 characters
 */
export function searchPattern(text: string | null | undefined): string | null {
  const sought = text?.trim() ?? '';
  if (Array.from(sought).length > MAX_SEARCH)
    throw badUserInput('search', `expected at most ${MAX_SEARCH} characters`);
  return sought === '' ? null : `%${sought.replace(/[\\%_]/g, '\\$&')}%`;
}
