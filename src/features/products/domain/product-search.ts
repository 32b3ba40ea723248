import { MOST_NM_ID } from './nm-id.js';

/** What a search text looks for. */
export interface ProductSearch {
  /** For LIKE, with the default escape character. */
  readonly pattern: string;
  /** The marketplace's number that the text may be; null when it can be none. */
  readonly nmId: string | null;
  /** Whether the index of trigrams can help: it needs three letters or digits in a row, Latin or Cyrillic. */
  readonly hasTrigram: boolean;
  /** Whether the index of digits can: it knows five of them in a row, which tell products apart where trigrams do not. */
  readonly hasNumber: boolean;
}

/** Nothing in front of it: the index knows it as it is written. */
const NM_ID = /^[1-9]\d{0,18}$/;
/** Letters that product_search_key() keeps apart, and thus those that the index knows. */
const TRIGRAM = /[a-z0-9а-яё]{3}/i;
/** As product_search_pieces() takes it: without them it has nothing to look for, and reads all. */
const NUMBER = /[0-9]{5}/;

/** @returns null for a text of nothing but space, which every product matches */
export function productSearch(text: string): ProductSearch | null {
  const sought = text.trim();
  if (sought === '') return null;
  return {
    pattern: `%${sought.replace(/[\\%_]/g, '\\$&')}%`,
    nmId: NM_ID.test(sought) && BigInt(sought) <= MOST_NM_ID ? sought : null,
    hasTrigram: TRIGRAM.test(sought),
    hasNumber: NUMBER.test(sought),
  };
}
