import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ProductImportRepository } from '../../src/features/products/index.js';
import { sellerContext } from '../../src/platform/context/index.js';
import { Database } from '../../src/platform/database/index.js';
import { TestApp } from '../support/app.js';
import { FixedClock } from '../support/clock.js';
import { makeTeam, type Member, type Team } from '../support/team.js';

const NOW = new Date('2026-11-20T09:00:00Z');
const MISSING = '01a20556-0000-7000-8000-000000000000';

const PRODUCT = `id wbArticle wbNmId name brand category price { amount currency } discount unitCost { amount currency }
  leadTimeDays isArchived inStock stockTotal createdAt updatedAt owner { id }`;
const CREATE = `mutation ($input: CreateProductInput!) { change: createProduct(input: $input) {
  product { ${PRODUCT} } userErrors { code message field } } }`;
const UPDATE = `mutation ($input: UpdateProductInput!) { change: updateProduct(input: $input) {
  product { ${PRODUCT} } userErrors { code message field } } }`;
const ARCHIVE = `mutation ($input: IdInput!) { change: archiveProduct(input: $input) {
  product { ${PRODUCT} } userErrors { code message field } } }`;
const RESTORE = `mutation ($input: IdInput!) { change: restoreProduct(input: $input) {
  product { ${PRODUCT} } userErrors { code message field } } }`;

interface Answer {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests name the fields that they asked for
  readonly product: any;
  readonly userErrors: { code: string; message: string; field: string[] | null }[];
}

describe('changes to products', () => {
  let test: TestApp;
  let team: Team;
  let foreign: Member;
  const clock = new FixedClock(NOW);

  beforeAll(async () => {
    test = await TestApp.start({ clock });
    team = await makeTeam(test, 'acme');
    foreign = await test.register('foreign');
  });
  beforeEach(async () => {
    clock.set(NOW);
    await test.database.query('DELETE FROM products');
    await test.database.query('DELETE FROM audit_log');
  });
  afterAll(() => test.stop());

  const change = async (document: string, input: object, { token }: Member): Promise<Answer> =>
    (await test.graphql(document, { input }, token)).data.change as Answer;
  const made = async (input: object, who: Member): Promise<string> =>
    (await change(CREATE, input, who)).product.id as string;
  /** Of what these mutations write. */
  const contents = () =>
    test.database.query<object>(
      `SELECT (SELECT jsonb_agg(p ORDER BY id) FROM products p) AS products,
         (SELECT jsonb_agg(c ORDER BY product_id, valid_from) FROM product_costs c) AS costs,
         (SELECT jsonb_agg(s ORDER BY product_id) FROM product_search s) AS search,
         (SELECT count(*) FROM audit_log) AS audit`,
    );
  const audit = () =>
    test.database.query<object>(
      `SELECT action, admin_user_id AS actor, user_id AS subject, entity_type AS type, entity_id AS entity, tenant_id AS tenant, changes
       FROM audit_log ORDER BY id`,
    );

  it('make a product of the caller with all that is given, and tell the audit log', async () => {
    const { product, userErrors } = await change(
      CREATE,
      {
        wbArticle: 'MUG-1',
        wbNmId: '123456789',
        name: 'Кружка',
        brand: 'Acme',
        category: 'Посуда',
        price: { amount: '1500.5' },
        discount: 10,
        unitCost: { amount: '700' },
        leadTimeDays: 14,
      },
      team.admin,
    );
    expect(userErrors).toEqual([]);
    expect(product).toEqual({
      id: expect.any(String),
      wbArticle: 'MUG-1',
      wbNmId: '123456789',
      name: 'Кружка',
      brand: 'Acme',
      category: 'Посуда',
      price: { amount: '1500.50', currency: 'RUB' },
      discount: 10,
      unitCost: { amount: '700.00', currency: 'RUB' },
      leadTimeDays: 14,
      isArchived: false,
      inStock: false,
      stockTotal: 0,
      createdAt: NOW.toISOString(),
      updatedAt: NOW.toISOString(),
      owner: { id: team.admin.userId },
    });
    expect(await audit()).toEqual([
      {
        action: 'product.created',
        actor: team.admin.userId,
        subject: team.admin.userId,
        type: 'product',
        entity: product.id,
        tenant: team.tenantId,
        changes: {
          wbArticle: [null, 'MUG-1'],
          wbNmId: [null, '123456789'],
          name: [null, 'Кружка'],
          brand: [null, 'Acme'],
          category: [null, 'Посуда'],
          price: [null, '1500.50'],
          discount: [null, 10],
          unitCost: [null, '700.00'],
          leadTimeDays: [null, 14],
        },
      },
    ]);
  });

  it('leave what is left out, and take away what is null', async () => {
    const id = await made(
      { wbArticle: 'A', name: 'Name', brand: 'Brand', price: { amount: '10' }, unitCost: { amount: '1' } },
      team.user,
    );
    clock.advance(60_000);
    const { product } = await change(
      UPDATE,
      { id, brand: null, discount: 5, price: { amount: '10.00' } },
      team.user,
    );
    expect(product).toMatchObject({
      name: 'Name',
      brand: null,
      discount: 5,
      price: { amount: '10.00' },
      unitCost: { amount: '1.00' },
      updatedAt: clock.now().toISOString(),
    });
    expect((await audit()).slice(1)).toEqual([
      expect.objectContaining({
        action: 'product.updated',
        changes: { brand: ['Brand', null], discount: [null, 5] },
      }),
    ]);
    const before = await contents();
    clock.advance(60_000);
    expect((await change(UPDATE, { id }, team.user)).userErrors).toEqual([]);
    expect(
      (await change(UPDATE, { id, discount: 5, unitCost: { amount: '1' } }, team.user)).userErrors,
    ).toEqual([]);
    expect(await contents()).toEqual(before);
  });

  it.each([
    ['price', { price: { amount: '-1' } }, ['price', 'amount']],
    ['price', { price: { amount: '1.001' } }, ['price', 'amount']],
    ['price', { price: { amount: '100000000' } }, ['price', 'amount']],
    ['price', { price: { amount: '1', currency: 'USD' } }, ['price', 'currency']],
    ['unitCost', { unitCost: { amount: '1.999' } }, ['unitCost', 'amount']],
    ['unitCost', { unitCost: { amount: '1', currency: 'KZT' } }, ['unitCost', 'currency']],
  ])('refuse an amount that can not be kept: %s %j', async (_field, given, field) => {
    const id = await made({ wbArticle: 'A' }, team.user);
    const before = await contents();
    for (const [document, input] of [
      [CREATE, { wbArticle: 'B', ...given }],
      [UPDATE, { id, ...given }],
    ] as const) {
      const { product, userErrors } = await change(document, input, team.user);
      expect(product).toBeNull();
      expect(userErrors).toEqual([{ code: 'INVALID', message: expect.any(String), field }]);
    }
    expect(await contents()).toEqual(before);
  });

  it('take the greatest and the least amounts', async () => {
    const { product } = await change(
      CREATE,
      { wbArticle: 'A', price: { amount: '99999999.99' }, unitCost: { amount: '0' } },
      team.user,
    );
    expect([product.price.amount, product.unitCost.amount]).toEqual(['99999999.99', '0.00']);
  });

  it.each([
    ['wbArticle', { wbArticle: '' }],
    ['wbArticle', { wbArticle: ' \u200b ' }],
    ['wbArticle', { wbArticle: 'x'.repeat(101) }],
    ['wbNmId', { wbNmId: '0' }],
    ['wbNmId', { wbNmId: '-5' }],
    ['name', { name: 'x'.repeat(501) }],
    ['brand', { brand: 'x'.repeat(256) }],
    ['category', { category: 'x'.repeat(256) }],
    ['discount', { discount: 101 }],
    ['discount', { discount: -1 }],
    ['leadTimeDays', { leadTimeDays: 366 }],
    ['leadTimeDays', { leadTimeDays: -1 }],
    ['name', { name: 'a\u0000b' }],
    ['brand', { brand: 'a\ud800b' }],
  ])('refuse a value that breaks a rule: %s %#', async (field, given) => {
    const before = await contents();
    const { product, userErrors } = await change(CREATE, { wbArticle: 'B', ...given }, team.user);
    expect(product).toBeNull();
    const expected = { code: 'INVALID', message: expect.stringMatching(/^Expected .+\.$/), field: [field] };
    expect(userErrors).toEqual(expect.arrayContaining([expected]));
    expect(new Set(userErrors.map((error) => String(error.field)))).toEqual(new Set([field]));
    expect(await contents()).toEqual(before);
  });

  it('refuse a second product of one nmId, or of one article without one, of the same owner only', async () => {
    await made({ wbArticle: 'A', wbNmId: '77' }, team.user);
    const bare = await made({ wbArticle: 'B' }, team.user);
    await change(ARCHIVE, { id: bare }, team.user);
    const before = await contents();
    expect(await change(CREATE, { wbArticle: 'C', wbNmId: '77' }, team.user)).toEqual({
      product: null,
      userErrors: [{ code: 'ALREADY_EXISTS', message: expect.any(String), field: ['wbNmId'] }],
    });
    expect(await change(CREATE, { wbArticle: 'B' }, team.user)).toEqual({
      product: null,
      userErrors: [{ code: 'ALREADY_EXISTS', message: expect.any(String), field: ['wbArticle'] }],
    });
    expect(await contents()).toEqual(before);
    // the marketplace's number tells products of one article apart; and others may have the same goods
    for (const [input, who] of [
      [{ wbArticle: 'A', wbNmId: '78' }, team.user],
      [{ wbArticle: 'A' }, team.user],
      [{ wbArticle: 'A', wbNmId: '77' }, team.user2],
      [{ wbArticle: 'B' }, foreign],
    ] as const) {
      expect((await change(CREATE, input, who)).userErrors).toEqual([]);
    }
  });

  it("answer the same for a colleague's product, a stranger's, one that is nowhere and what is no id", async () => {
    const theirs = await made({ wbArticle: 'A' }, team.user2);
    const foreigners = await made({ wbArticle: 'A' }, foreign);
    const before = await contents();
    for (const document of [UPDATE, ARCHIVE]) {
      const rest = document === UPDATE ? { name: 'Mine', unitCost: { amount: '5' } } : {};
      const answers = [];
      for (const id of [theirs, foreigners, MISSING, 'nope'])
        answers.push(await change(document, { id, ...rest }, team.user));
      for (const id of [foreigners, MISSING])
        answers.push(await change(document, { id, ...rest }, team.owner));
      expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
      expect(answers[0]).toEqual({
        product: null,
        userErrors: [{ code: 'NOT_FOUND', message: 'You have no such product.', field: ['id'] }],
      });
    }
    expect(await contents()).toEqual(before);
  });

  it("let an administrator change a USER's product, which stays theirs", async () => {
    const id = await made({ wbArticle: 'A' }, team.user);
    for (const who of [team.admin, team.owner]) {
      const { product, userErrors } = await change(
        UPDATE,
        { id: id.toUpperCase(), name: `By ${who.userId}`, unitCost: { amount: '3' } },
        who,
      );
      expect(userErrors).toEqual([]);
      expect(product).toMatchObject({ owner: { id: team.user.userId }, unitCost: { amount: '3.00' } });
    }
    expect((await audit()).at(-1)).toMatchObject({ actor: team.owner.userId, subject: team.user.userId });
    expect((await change(UPDATE, { id, name: 'Mine again' }, team.user)).product.name).toBe('Mine again');
  });

  it('are refused to a VIEWER, who sees all of it', async () => {
    const id = await made({ wbArticle: 'A' }, team.user);
    const before = await contents();
    for (const [document, input] of [
      [CREATE, { wbArticle: 'B' }],
      [UPDATE, { id, name: 'x' }],
      [ARCHIVE, { id }],
    ] as const) {
      const { data, errors } = await test.graphql(document, { input }, team.viewer.token);
      expect([data ?? null, errors?.map(({ extensions }) => extensions.code)]).toEqual([null, ['FORBIDDEN']]);
    }
    expect(await contents()).toEqual(before);
  });

  describe('archiving', () => {
    it('takes a product out of lists and keeps its history; once more changes nothing', async () => {
      const id = await made({ wbArticle: 'A', unitCost: { amount: '5' } }, team.user);
      expect((await change(ARCHIVE, { id }, team.user)).product.isArchived).toBe(true);
      const before = await contents();
      clock.advance(60_000);
      expect((await change(ARCHIVE, { id }, team.user)).product.isArchived).toBe(true);
      expect(await contents()).toEqual(before);
      const { data } = await test.graphql(
        `{ products { totalCount } product(id: "${id}") { isArchived unitCost { amount } } }`,
        {},
        team.user.token,
      );
      expect(data).toEqual({
        products: { totalCount: 0 },
        product: { isArchived: true, unitCost: { amount: '5.00' } },
      });
      expect(await audit()).toHaveLength(2);
    });

    const asMarketplace = async (work: (cards: ProductImportRepository) => Promise<unknown>) => {
      const ctx = sellerContext(team.tenantId, team.user.userId, () => clock.now());
      const cards = test.app.get(ProductImportRepository, { strict: false });
      await test.app.get(Database, { strict: false }).write(ctx, () => work(cards));
    };
    const lists = () =>
      asMarketplace((cards) =>
        cards.upsertCards(
          sellerContext(team.tenantId, team.user.userId, () => clock.now()),
          [{ nmId: 5, article: 'A', name: 'From the marketplace', brand: null, category: null }],
        ),
      );
    const dropsIt = async () => {
      clock.advance(60_000);
      await asMarketplace((cards) =>
        cards.archiveUnlisted(
          sellerContext(team.tenantId, team.user.userId, () => clock.now()),
          clock.now(),
        ),
      );
    };
    const isArchived = async (id: string) =>
      (await test.graphql(`{ product(id: "${id}") { isArchived } }`, {}, team.user.token)).data.product
        .isArchived as boolean;

    /** Takes those that there are. */
    const marks = () =>
      test.database.query(
        'WITH taken AS (DELETE FROM rollup_marks RETURNING *) SELECT user_id AS "userId", dataset, day::text FROM taken',
      );
    const mark = () => ({ userId: team.user.userId, dataset: 'costs', day: '2026-11-20' });

    it('by the marketplace, and its end, are marked for the rollup, and a card that says nothing of it is not', async () => {
      await made({ wbArticle: 'A', wbNmId: '5' }, team.user);
      await marks();
      await lists();
      expect(await marks()).toEqual([]);
      await dropsIt();
      expect(await marks()).toEqual([mark()]);
      await dropsIt();
      expect(await marks()).toEqual([]);
      await lists();
      expect(await marks()).toEqual([mark()]);
      await lists();
      expect(await marks()).toEqual([]);
    });

    it('is not all by the marketplace that is marked: so is a product that it lists for the first time', async () => {
      await marks();
      await lists();
      expect(await marks()).toEqual([mark()]);
      await lists();
      expect(await marks()).toEqual([]);
    });

    it('by the marketplace is undone when it lists the product again', async () => {
      const id = await made({ wbArticle: 'A', wbNmId: '5' }, team.user);
      await dropsIt();
      expect(await isArchived(id)).toBe(true);
      await lists();
      expect(await isArchived(id)).toBe(false);
    });

    it('by a person is not, whatever the marketplace does', async () => {
      const id = await made({ wbArticle: 'A', wbNmId: '5' }, team.user);
      await change(ARCHIVE, { id }, team.user);
      await lists();
      expect(await isArchived(id)).toBe(true);
      await dropsIt();
      await lists();
      expect(await isArchived(id)).toBe(true);
    });

    it('by a person holds for what the marketplace had dropped before', async () => {
      const id = await made({ wbArticle: 'A', wbNmId: '5' }, team.user);
      await dropsIt();
      await change(ARCHIVE, { id }, team.user);
      expect((await audit()).at(-1)).toMatchObject({ action: 'product.archived' });
      await lists();
      expect(await isArchived(id)).toBe(true);
    });
  });

  it('are all of a mutation or nothing of it: with its audit row, its costs and its searched text', async () => {
    await test.database.query(
      `ALTER TABLE audit_log ADD CONSTRAINT audit_log_closed CHECK (action !~ '^product') NOT VALID`,
    );
    const before = await contents();
    const { errors } = await test.graphql(
      CREATE,
      { input: { wbArticle: 'A', unitCost: { amount: '5' } } },
      team.user.token,
    );
    expect(errors?.[0]?.extensions.code).toBe('INTERNAL');
    expect(await contents()).toEqual(before);
    await test.database.query('ALTER TABLE audit_log DROP CONSTRAINT audit_log_closed');
  });

  describe('restoring', () => {
    const restored = `SELECT action, changes FROM audit_log WHERE action = 'product.restored'`;

    it('takes a product out of the archive, once', async () => {
      const id = await made({ wbArticle: 'A' }, team.user);
      await change(ARCHIVE, { id }, team.user);
      const { product, userErrors } = await change(RESTORE, { id }, team.user);
      expect([product.isArchived, userErrors]).toEqual([false, []]);
      expect((await change(RESTORE, { id }, team.user)).product.isArchived).toBe(false);
      expect(await test.database.query(restored)).toEqual([
        { action: 'product.restored', changes: { archivedAt: [NOW.toISOString(), null] } },
      ]);
    });

    it('is of those who may change it alone, and of others nothing is told', async () => {
      const id = await made({ wbArticle: 'A' }, team.user);
      await change(ARCHIVE, { id }, team.user);
      const before = await contents();
      for (const who of [team.user2, foreign]) {
        const answer = await change(RESTORE, { id }, who);
        expect(answer).toEqual(await change(RESTORE, { id: MISSING }, who));
        expect(answer.userErrors).toMatchObject([{ code: 'NOT_FOUND', field: ['id'] }]);
      }
      expect(await contents()).toEqual(before);
    });
  });
});
