import { CurrencyCode, type Money } from '../../platform/graphql/index.js';

/** The database keeps amounts in one currency. */
export function roubles(amount: string): Money {
  return { amount, currency: CurrencyCode.RUB };
}
