/** Whether a price is not known: version 1 allows no null there, so 0 is one that the marketplace has not told yet. */
export const isUnknownPrice = (price: string): string => `${price} = 0`;

/** The price, null where it is not known. */
export const knownPrice = (price: string): string => `nullif(${price}, 0)`;
