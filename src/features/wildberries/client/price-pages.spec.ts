import { describe, expect, it } from '@jest/globals';
import { pricePages } from './price-pages.js';
import { collect, FakeApi, json, sample, seller } from './testing/fake-api.js';

describe('pricePages', () => {
  it('reads until the empty page, a short one is not the end', async () => {
    const api = FakeApi.inTurn([
      { body: sample('prices-list.json') },
      { body: sample('prices-list.end.json') },
    ]);
    expect(await collect(pricePages(api.http, seller, 2000))).toEqual([
      {
        prices: [
          {
            nmId: 98486,
            vendorCode: '07326060',
            currency: 'RUB',
            discount: 30,
            clubDiscount: 5,
            sizes: [
              {
                chrtId: 3123515574,
                techSize: '42',
                price: '500.00',
                discountedPrice: '350.00',
                clubDiscountedPrice: '332.50',
              },
            ],
          },
        ],
        nextOffset: 3000,
        last: false,
        rejected: { count: 0, firstReason: null },
      },
      { prices: [], nextOffset: 3000, last: true, rejected: { count: 0, firstReason: null } },
    ]);
    expect(api.seen.map((seen) => seen.query)).toEqual([
      { limit: '1000', offset: '2000' },
      { limit: '1000', offset: '3000' },
    ]);
  });

  it.each([
    ['an error under status 200', JSON.parse(sample('error-400-prices.json')) as object, 'bad_request'],
    ['no data', { error: false }, 'invalid_response'],
    ['no list', { data: {}, error: false }, 'invalid_response'],
    ['mostly bad rows', { data: { listGoods: [{}] } }, 'invalid_response'],
  ])('refuses %s', async (_, answer, kind) => {
    await expect(collect(pricePages(FakeApi.inTurn([json(answer)]).http, seller))).rejects.toMatchObject({
      kind,
    });
  });
});
