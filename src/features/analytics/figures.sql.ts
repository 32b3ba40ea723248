/** What columns hold at most. Nothing real comes near; one absurd row must not keep all others from being counted. */
const INTEGER_BOUND = '2147483647';
const AMOUNT_BOUND = '999999999999.99';
const RATIO_BOUND = '9999999999.9999999999';

/**
 * Ten decimals, half away from zero; the quotient itself is computed to twenty, which the numerator's scale asks for.
 */
export const ratio = (numerator: string, denominator: string): string =>
  `least(round((${numerator})::numeric(60, 20) / (${denominator}), 10), ${RATIO_BOUND})`;

export const count = (sql: string): string => `least(coalesce(${sql}, 0), ${INTEGER_BOUND})::integer`;

export const amount = (sql: string): string => `greatest(least(${sql}, ${AMOUNT_BOUND}), -${AMOUNT_BOUND})`;

/** Up to the next whole unit. What eight decimals do not show is what is left of a division, not a part of a unit. */
export const units = (sql: string): string => `least(ceil(round(${sql}, 8)), ${INTEGER_BOUND})::integer`;

/** One that may be below zero. */
export const signedRatio = (sql: string): string => `greatest(round(${sql}, 10), -${RATIO_BOUND})`;
