import { badUserInput, soughtId } from '../../platform/graphql/index.js';
import { isStorableText } from '../../platform/graphql/storable-text.js';
import type { NumberRange } from './domain/product-criteria.js';

const MAX_ENTRIES = 1000;

/** @throws GraphQLError BAD_USER_INPUT for too long a list */
export function soughtIds(ids: readonly string[], path: string): string[] {
  return soughtEntries(ids, path)
    .map(soughtId)
    .filter((id) => id !== null);
}

/** @throws GraphQLError BAD_USER_INPUT for too long a list */
export function soughtEntries<Entry>(entries: readonly Entry[], path: string): readonly Entry[] {
  if (entries.length > MAX_ENTRIES) throw badUserInput(path, `expected at most ${MAX_ENTRIES} entries`);
  return entries;
}

/** @throws GraphQLError BAD_USER_INPUT for too long a list, or a number that the marketplace gives to nothing */
export function soughtNmIds(nmIds: readonly string[], path: string): readonly string[] {
  for (const [index, nmId] of soughtEntries(nmIds, path).entries())
    if (BigInt(nmId) <= 0n) throw badUserInput(`${path}.${index}`, 'expected a positive number');
  return nmIds;
}

/** @throws GraphQLError BAD_USER_INPUT for a range that no number is in */
export function soughtRange<Range extends NumberRange>(range: Range, path: string): Range {
  if (range.min != null && range.max != null && range.max < range.min)
    throw badUserInput(`${path}.max`, 'expected a number not below `min`');
  return range;
}

/** @throws GraphQLError BAD_USER_INPUT for a text that no database can hold, and so none can compare with */
export function soughtText(text: string, path: string): string {
  if (!isStorableText(text)) throw badUserInput(path, 'expected well-formed Unicode without U+0000');
  return text;
}

/** @throws GraphQLError BAD_USER_INPUT for too long a list, or a text in it that no database can hold */
export function soughtTexts(texts: readonly string[], path: string): string[] {
  return soughtEntries(texts, path).map((text, index) => soughtText(text, `${path}.${index}`));
}
