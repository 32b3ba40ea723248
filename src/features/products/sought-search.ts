import { badUserInput } from '../../platform/graphql/index.js';
import { productSearch, type ProductSearch } from './domain/product-search.js';
import { soughtText } from './sought.js';

const MAX_SEARCH = 500;

/**
 * @returns null for a text that every product matches, and for none
 * @throws GraphQLError BAD_USER_INPUT for one that is too long, or that no database can hold
 */
export function soughtSearch(text: string | null | undefined): ProductSearch | null {
  if (text == null) return null;
  if (text.length > MAX_SEARCH)
    throw badUserInput('filter.search', `expected at most ${MAX_SEARCH} characters`);
  return productSearch(soughtText(text, 'filter.search'));
}
