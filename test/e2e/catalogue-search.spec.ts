import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { ProductImportRepository } from '../../src/features/products/index.js';
import { sellerContext } from '../../src/platform/context/index.js';
import { Database } from '../../src/platform/database/index.js';
import { ownerDataSource } from '../../src/platform/database/owner-data-source.js';
import { CatalogueSearchAndOrders1764000000008 } from '../../migrations/1764000000008-catalogue-search-and-orders.js';
import { MIGRATIONS } from '../../migrations/index.js';
import { TestApp } from '../support/app.js';
import { FixedClock } from '../support/clock.js';
import { createTestDatabase } from '../support/database.js';
import { makeTeam, type Member, type Team } from '../support/team.js';

const SEARCH = `query ($search: String, $after: String) { products(first: 100, after: $after, filter: {search: $search}) {
  nodes { wbArticle } totalCount pageInfo { hasNextPage endCursor } } }`;

describe('the search of the catalogue', () => {
  let test: TestApp;
  let team: Team;
  let foreign: Member;
  const now = () => new Date('2026-11-20T09:00:00Z');

  beforeAll(async () => {
    test = await TestApp.start({ clock: new FixedClock(now()) });
    team = await makeTeam(test, 'search');
    foreign = await test.register('search-foreign');
    for (const who of [team.user, team.user2, foreign])
      await create({ wbArticle: mugOf(who), name: 'Кружка КЕРАМИЧЕСКАЯ 00012345', brand: 'Ёж' }, who);
  });
  afterAll(() => test.stop());

  const create = async (input: object, { token }: Member): Promise<string> => {
    const { data } = await test.graphql(
      `mutation ($input: CreateProductInput!) { createProduct(input: $input) { product { id } } }`,
      { input },
      token,
    );
    return data.createProduct.product.id as string;
  };
  const articles = async (search: string, { token }: Member): Promise<string[]> => {
    const { data } = await test.graphql(SEARCH, { search }, token);
    const found = (data.products.nodes as { wbArticle: string }[]).map(({ wbArticle }) => wbArticle).sort();
    expect(data.products.totalCount).toBe(found.length);
    return found;
  };
  // no digits: numbers are searched for
  const mugOf = (who: Member) => `MUG-${'ABC'.charAt([team.user, team.user2, foreign].indexOf(who))}`;
  const stale = async () =>
    (await test.database.query<{ wb_article: string }>('SELECT wb_article FROM products WHERE search_stale'))
      .map(({ wb_article }) => wb_article)
      .sort();

  it.each(['кружка', 'КРУЖКА', 'ружк', 'керамическая', 'mug-', 'ка кер', '0012345', 'ская 00012345'])(
    'finds %j in whatever case, for each what they see',
    async (text) => {
      expect(await articles(text, team.user)).toEqual([mugOf(team.user)]);
      for (const who of [team.owner, team.admin, team.viewer])
        expect(await articles(text, who)).toEqual([mugOf(team.user), mugOf(team.user2)].sort());
      expect(await articles(text, foreign)).toEqual([mugOf(foreign)]);
    },
  );

  it('does not take for the same what its index takes for the same', async () => {
    expect(await articles('kruwka', team.user)).toEqual([]);
    expect(await articles('krujka', team.user)).toEqual([]);
  });

  it('has the index follow what persons and the marketplace write', async () => {
    const id = await create({ wbArticle: 'FRESH', name: 'Совершенно новое' }, team.user);
    expect(await stale()).toEqual([]);
    expect(await articles('соверш', team.user)).toEqual(['FRESH']);
    await test.graphql(
      'mutation ($input: UpdateProductInput!) { updateProduct(input: $input) { product { id } } }',
      { input: { id, name: 'Переименовано' } },
      team.admin.token,
    );
    expect([await articles('соверш', team.user), await articles('реимено', team.user)]).toEqual([
      [],
      ['FRESH'],
    ]);
    const ctx = sellerContext(team.tenantId, team.user.userId, now);
    const cards = test.app.get(ProductImportRepository, { strict: false });
    const card = (nmId: number, name: string) => ({
      nmId,
      article: `CARD-${nmId}`,
      name,
      brand: null,
      category: null,
    });
    await test.app.get(Database, { strict: false }).write(ctx, async () => {
      await cards.upsertCards(ctx, [card(501, 'Маркетплейс один'), card(502, 'Маркетплейс два')]);
      await cards.upsertCards(ctx, [card(502, 'Переписано')]);
      await cards.addMissing(ctx, [card(503, 'Маркетплейс три')]);
    });
    expect(await stale()).toEqual([]);
    expect(await articles('маркетплейс', team.user)).toEqual(['CARD-501']);
    expect(await articles('переписано', team.user)).toEqual(['CARD-502']);
    expect(await articles('501', team.user)).toEqual(['CARD-501']);
  });

  it('finds the greatest nmId that there can be', async () => {
    const { data } = await test.graphql(
      'mutation { createProduct(input: {wbArticle: "MOST", wbNmId: "9223372036854775807"}) { product { id } } }',
      {},
      team.user.token,
    );
    expect(await articles('9223372036854775807', team.user)).toEqual(['MOST']);
    await test.database.query(`DELETE FROM products WHERE id = $1`, [data.createProduct.product.id]);
  });

  it('finds what somebody wrote past it, and takes it in with the next change', async () => {
    await test.database.query(
      `INSERT INTO products (tenant_id, user_id, wb_article, name) VALUES ($1, $2, 'PAST', 'Мимо всех')`,
      [team.tenantId, team.user.userId],
    );
    await test.database.query(`UPDATE products SET name = 'Тоже мимо' WHERE wb_article = 'CARD-501'`);
    expect(await stale()).toEqual(['CARD-501', 'PAST']);
    expect(await articles('мимо', team.user)).toEqual(['CARD-501', 'PAST']);
    expect(await articles('мимо', team.user2)).toEqual([]);
    await create({ wbArticle: 'NEXT' }, team.user);
    expect(await stale()).toEqual([]);
    expect(await articles('мимо', team.user)).toEqual(['CARD-501', 'PAST']);
    expect(await articles('один', team.user)).toEqual([]);
  });

  it('finds the same whether few match or more than the index hands out', async () => {
    const many = await test.register('search-many');
    await test.database.query(
      `INSERT INTO products (id, tenant_id, user_id, wb_article, name)
       SELECT uuid_v7(), $1, $2, 'R-' || i, CASE WHEN i <= 1001 THEN 'Общее' ELSE 'Редкое' END || ' имя ' || i FROM generate_series(1, 1010) i`,
      [many.tenantId, many.userId],
    );
    await create({ wbArticle: 'LAST' }, many);
    const counted = async (search: string) => {
      let count = 0;
      for (let after: string | null = null; ;) {
        const { data } = await test.graphql(SEARCH, { search, after }, many.token);
        count += data.products.nodes.length as number;
        if (!data.products.pageInfo.hasNextPage) return [count, data.products.totalCount as number];
        after = data.products.pageInfo.endCursor as string;
      }
    };
    expect(await counted('общее')).toEqual([1001, 1001]);
    expect(await counted('редкое')).toEqual([9, 9]);
    expect(await counted('имя')).toEqual([1010, 1010]);
    expect(await counted('е ')).toEqual([1010, 1010]);
  });

  describe.each([
    ['product_search_hits', '%кружка%'],
    ['product_search_numbered', '%0012345%'],
  ])('by the function %s with the rights of the owner', (name, pattern) => {
    const hits = async (client: pg.Client, settings: Record<string, string>): Promise<number | null> => {
      await client.query('BEGIN');
      try {
        for (const [name, value] of Object.entries(settings))
          await client.query(`SET LOCAL app.${name} = '${value}'`);
        const { rows } = await client.query<{ hits: string[] | null }>(
          `SELECT ${name}('${pattern}', 1000) AS hits`,
        );
        return rows[0]?.hits?.length ?? null;
      } finally {
        await client.query('ROLLBACK');
      }
    };

    it('shows nobody more than the policies do', async () => {
      const client = new pg.Client(test.database.urls.app);
      await client.connect();
      try {
        const { tenantId: tenant_id } = team;
        expect(await hits(client, {})).toBe(0);
        expect(await hits(client, { tenant_id })).toBe(0);
        expect(await hits(client, { tenant_id, user_id: team.user.userId, scope: 'own' })).toBe(1);
        expect(await hits(client, { tenant_id, user_id: team.viewer.userId, scope: 'own' })).toBe(0);
        expect(await hits(client, { tenant_id, user_id: team.viewer.userId, scope: 'tenant' })).toBe(2);
        await expect(client.query(`SELECT set_config('role', 'stocktracker_owner', false)`)).rejects.toThrow(
          'permission denied',
        );
      } finally {
        await client.end();
      }
    });

    it('is for the application alone', async () => {
      const client = new pg.Client(test.database.urls.system);
      await client.connect();
      await expect(client.query(`SELECT ${name}('%a%', 1)`)).rejects.toThrow('permission denied');
      await client.end();
    });
  });
});

describe('a database in which the extensions may not be made', () => {
  it('says so when it is migrated, and what to do; once they are there, nothing is needed', async () => {
    const database = await createTestDatabase();
    const source = await ownerDataSource(database.urls.owner).initialize();
    // this one and those that have come after it
    const later = MIGRATIONS.slice(MIGRATIONS.indexOf(CatalogueSearchAndOrders1764000000008));
    const undo = async (): Promise<void> => {
      for (const _ of later) await source.undoLastMigration({ transaction: 'each' });
    };
    try {
      await undo();
      const name = new URL(database.urls.owner).pathname.slice(1);
      await database.query(`ALTER DATABASE ${name} OWNER TO postgres`);
      await database.query('GRANT ALL ON SCHEMA public TO stocktracker_owner');
      // TypeORM says it there too
      const log = jest.spyOn(console, 'log').mockReturnValue();
      await expect(source.runMigrations({ transaction: 'each' })).rejects.toThrow(
        `Let an administrator of the server run CREATE EXTENSION pg_trgm in the database ${name}, then start again`,
      );
      log.mockRestore();
      await database.query('CREATE EXTENSION pg_trgm; CREATE EXTENSION btree_gin');
      expect(await source.runMigrations({ transaction: 'each' })).toHaveLength(later.length);
      // what an administrator has made stays theirs
      await undo();
      expect(await database.query(`SELECT extname FROM pg_extension WHERE extname = 'pg_trgm'`)).toHaveLength(
        1,
      );
    } finally {
      await source.destroy();
      await database.drop();
    }
  });
});
