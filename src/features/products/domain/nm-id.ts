/** The greatest number that the marketplace's number of a product can be here: PostgreSQL's bigint holds no more. */
export const MOST_NM_ID = 9_223_372_036_854_775_807n;
