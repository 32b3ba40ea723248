/** Access categories of a Wildberries token, as the "s" bit mask of the token names them. */
export type WbCategory =
  | 'content'
  | 'analytics'
  | 'prices'
  | 'marketplace'
  | 'statistics'
  | 'promotion'
  | 'feedbacks'
  | 'chat'
  | 'supplies'
  | 'returns'
  | 'documents'
  | 'finance'
  | 'users';

/** Bit positions in the mask `s` (introduction page of the official documentation). */
export const CATEGORY_BITS: Readonly<Record<WbCategory, number>> = {
  content: 1,
  analytics: 2,
  prices: 3,
  marketplace: 4,
  statistics: 5,
  promotion: 6,
  feedbacks: 7,
  chat: 9,
  supplies: 10,
  returns: 11,
  documents: 12,
  finance: 13,
  users: 16,
};

/** The bit of the mask that tells a token may only read. */
export const READ_ONLY_BIT = 30;

/** What a sync cannot do without. Finance comes with the finance reports, which are not read yet. */
export const NEEDED_CATEGORIES = [
  'content',
  'prices',
  'analytics',
  'statistics',
] as const satisfies readonly WbCategory[];
