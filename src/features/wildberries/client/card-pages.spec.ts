import { describe, expect, it } from '@jest/globals';
import { cardPages } from './card-pages.js';
import { collect, FakeApi, json, sample, seller } from './testing/fake-api.js';

const card = (nmID: number) => ({
  nmID,
  vendorCode: `v${nmID}`,
  sizes: [],
  updatedAt: '2026-01-01T00:00:00Z',
});
const page = (ids: number[], total = ids.length, cursor = ids.at(-1)) =>
  json({
    cards: ids.map(card),
    cursor: { updatedAt: `2026-01-01T00:00:00.${cursor}Z`, nmID: cursor, total },
  });

describe('cardPages', () => {
  it.each(['cards-list.json', 'cards-list.2026-09.json'])('reads the card of %s', async (file) => {
    const api = FakeApi.inTurn([{ body: sample(file) }]);
    expect(await collect(cardPages(api.http, seller))).toEqual([
      {
        cards: [
          {
            nmId: 12345678,
            imtId: 123654789,
            vendorCode: 'wb7f6mumjr1',
            title: 'Тест-система',
            brand: 'Тест',
            subjectId: 7771,
            subjectName: 'AKF системы',
            photoUrl: 'https://basket-10.wbbasket.ru/vol1592/part159206/159206280/images/c516x688/1.webp',
            sizes: [{ chrtId: 316399238, techSize: '0', skus: ['987456321654'] }],
            createdAt: '2023-12-06T11:17:00.96577Z',
            updatedAt: '2023-12-06T11:17:00.96577Z',
          },
        ],
        cursor: { updatedAt: '2023-12-06T11:17:00.96577Z', nmID: 123654123 },
        last: true,
        rejected: { count: 0, firstReason: null },
      },
    ]);
  });

  it('asks for everything, oldest change first, and goes on from the cursor', async () => {
    const api = FakeApi.inTurn([page([1, 2]), page([3], 1)]);
    const pages = await collect(cardPages(api.http, seller, { updatedAt: 'saved', nmID: 9 }, { limit: 2 }));
    expect(pages.map((one) => one.last)).toEqual([false, true]);
    expect(api.seen.map((seen) => seen.body)).toEqual(
      [
        { updatedAt: 'saved', nmID: 9 },
        { updatedAt: '2026-01-01T00:00:00.2Z', nmID: 2 },
      ].map((cursor) => ({
        settings: { sort: { ascending: true }, cursor: { limit: 2, ...cursor }, filter: { withPhoto: -1 } },
      })),
    );
    expect(api.seen[0]).toMatchObject({ path: '/content/v2/get/cards/list', query: { locale: 'ru' } });
  });

  it('keeps the cursor of the page before an empty one', async () => {
    const api = FakeApi.inTurn([page([1, 2]), { body: sample('cards-list.last-page.json') }]);
    const pages = await collect(cardPages(api.http, seller, null, { limit: 2 }));
    expect(pages[1]).toMatchObject({ cards: [], last: true, cursor: { nmID: 2 } });
  });

  it('has no cursor when there never was a card', async () => {
    const api = FakeApi.inTurn([{ body: sample('cards-list.last-page.json') }]);
    expect(await collect(cardPages(api.http, seller))).toMatchObject([{ cursor: null, last: true }]);
  });

  it('leaves a bad card out, and refuses a page of mostly bad ones', async () => {
    const answer = (cards: object[]) => json({ cards, cursor: { updatedAt: 'x', nmID: 1, total: 3 } });
    const some = FakeApi.inTurn([answer([card(1), card(2), { ...card(3), nmID: -5 }])]);
    expect(await collect(cardPages(some.http, seller))).toMatchObject([
      {
        cards: [{ nmId: 1 }, { nmId: 2 }],
        rejected: { count: 1, firstReason: 'nmID is not a positive integer' },
      },
    ]);
    const most = FakeApi.inTurn([answer([card(1), {}, {}])]);
    await expect(collect(cardPages(most.http, seller))).rejects.toMatchObject({ kind: 'invalid_response' });
  });

  it.each([
    ['an error under status 200', { error: true, errorText: 'no', cards: [] }, 'bad_request'],
    ['cards that are no list', { cards: {}, cursor: {} }, 'invalid_response'],
    ['no cursor', { cards: [card(1)] }, 'invalid_response'],
  ])('refuses %s', async (_, answer, kind) => {
    await expect(collect(cardPages(FakeApi.inTurn([json(answer)]).http, seller))).rejects.toMatchObject({
      kind,
    });
  });

  it('does not run in a circle', async () => {
    const api = new FakeApi(() => page([1, 2]));
    await expect(collect(cardPages(api.http, seller, null, { limit: 2 }))).rejects.toMatchObject({
      kind: 'invalid_response',
    });
    expect(api.seen).toHaveLength(2);
  });
});
