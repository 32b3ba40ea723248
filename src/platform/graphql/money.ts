import { Field, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { DecimalScalar } from './scalars/decimal.scalar.js';

/** ISO 4217 codes of the currencies in which the marketplace sells or settles. */
export enum CurrencyCode {
  RUB = 'RUB',
  BYN = 'BYN',
  KZT = 'KZT',
  KGS = 'KGS',
  AMD = 'AMD',
  UZS = 'UZS',
  TJS = 'TJS',
  GEL = 'GEL',
  AZN = 'AZN',
  CNY = 'CNY',
  USD = 'USD',
  EUR = 'EUR',
  TRY = 'TRY',
  AED = 'AED',
}

registerEnumType(CurrencyCode, {
  name: 'CurrencyCode',
  description: 'Currency by its ISO 4217 code',
  valuesMap: {
    RUB: { description: 'Russian rouble' },
    BYN: { description: 'Belarusian rouble' },
    KZT: { description: 'Kazakhstani tenge' },
    KGS: { description: 'Kyrgyzstani som' },
    AMD: { description: 'Armenian dram' },
    UZS: { description: 'Uzbekistani som' },
    TJS: { description: 'Tajikistani somoni' },
    GEL: { description: 'Georgian lari' },
    AZN: { description: 'Azerbaijani manat' },
    CNY: { description: 'Chinese yuan' },
    USD: { description: 'United States dollar' },
    EUR: { description: 'Euro' },
    TRY: { description: 'Turkish lira' },
    AED: { description: 'United Arab Emirates dirham' },
  },
});

@ObjectType({ description: 'Exact amount in one currency' })
export class Money {
  @Field(() => DecimalScalar, { description: 'In whole units of the currency, e.g. "1234.50"' })
  amount!: string;

  @Field(() => CurrencyCode, { description: 'What the amount is counted in' })
  currency!: CurrencyCode;
}

@InputType({ description: 'Exact amount in one currency' })
export class MoneyInput {
  @Field(() => DecimalScalar, { description: 'In whole units of the currency, e.g. "1234.50"' })
  amount!: string;

  @Field(() => CurrencyCode, {
    defaultValue: CurrencyCode.RUB,
    description: 'What the amount is counted in',
  })
  currency!: CurrencyCode;
}
