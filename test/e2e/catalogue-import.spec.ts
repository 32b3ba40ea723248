import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { CostImportService } from '../../src/features/products/cost-import.service.js';
import type { CostRow } from '../../src/features/products/domain/cost-rows.js';
import type { CallerContext } from '../../src/platform/context/index.js';
import { Database } from '../../src/platform/database/index.js';
import { TestApp } from '../support/app.js';
import { FixedClock } from '../support/clock.js';
import { makeTeam, type Member, type Team } from '../support/team.js';

const NOW = new Date('2026-11-20T09:00:00Z');
const IMPORT = `mutation ($input: ImportProductsInput!) { importProducts(input: $input) {
  updated unchanged userErrors { code message field } } }`;

interface Answer {
  readonly updated: number | null;
  readonly unchanged: number | null;
  readonly userErrors: { code: string; field: string[] }[];
}

describe('an import of costs', () => {
  let test: TestApp;
  let team: Team;
  let foreign: Member & { tenantId: string };

  beforeAll(async () => {
    test = await TestApp.start({ clock: new FixedClock(NOW) });
    team = await makeTeam(test, 'import');
    foreign = await test.register('import-foreign');
  });
  beforeEach(async () => {
    await test.database.query('DELETE FROM products');
    await test.database.query('DELETE FROM audit_log');
    const add = (tenantId: string, userId: string, from: number, to: number) =>
      test.database.query(
        `INSERT INTO products (id, tenant_id, user_id, wb_article, wb_nm_id, name)
         SELECT uuid_v7(), $1, $2, 'A-' || i, CASE WHEN i % 2 = 0 THEN i END, 'Name' FROM generate_series($3::int, $4::int) i`,
        [tenantId, userId, from, to],
      );
    await add(team.tenantId, team.user.userId, 1, 10);
    // of a colleague, with one article that both have
    await add(team.tenantId, team.user2.userId, 10, 14);
    await add(foreign.tenantId, foreign.userId, 20, 22);
    await test.database.query(
      `INSERT INTO product_costs (tenant_id, product_id, user_id, valid_from, unit_cost, lead_time_days)
       SELECT tenant_id, id, user_id, '2026-11-01', 5, 7 FROM products WHERE wb_article IN ('A-1', 'A-2')`,
    );
  });
  afterAll(() => test.stop());

  const ask = async (rows: readonly CostRow[], who: Member, dryRun?: boolean): Promise<Answer> =>
    (await test.graphql(IMPORT, { input: { rows, dryRun } }, who.token)).data.importProducts as Answer;
  const kept = async () =>
    (
      await test.database.query<{ line: string }>(
        `SELECT concat_ws(' ', p.wb_article, c.valid_from, coalesce(c.unit_cost::text, '-'), coalesce(c.lead_time_days::text, '-')) AS line
         FROM product_costs c JOIN products p ON p.tenant_id = c.tenant_id AND p.id = c.product_id
         ORDER BY p.wb_article, p.user_id = $1 DESC, c.valid_from`,
        [team.user.userId],
      )
    ).map(({ line }) => line);
  const OLD = ['A-1 2026-11-01 5.00 7', 'A-2 2026-11-01 5.00 7'];
  const audits = () => test.database.query<object>('SELECT action, changes FROM audit_log');
  const cost = (amount: string) => ({ amount, currency: 'RUB' });

  it('writes every row, by article, by nmId and by both, from today on', async () => {
    expect(
      await ask(
        [
          { wbArticle: 'A-1', unitCost: cost('6') },
          { wbNmId: '2', leadTimeDays: null },
          { wbArticle: 'A-4', wbNmId: '4', unitCost: cost('7.5'), leadTimeDays: 3 },
        ],
        team.user,
      ),
    ).toEqual({ updated: 3, unchanged: 0, userErrors: [] });
    expect(await kept()).toEqual([
      OLD[0],
      'A-1 2026-11-20 6.00 7',
      OLD[1],
      'A-2 2026-11-20 5.00 -',
      'A-4 2026-11-20 7.50 3',
    ]);
    expect(await audits()).toEqual([{ action: 'product.costs_imported', changes: { products: [null, 3] } }]);
  });

  it('counts what says nothing new, and writes nothing for it', async () => {
    const rows = [
      { wbArticle: 'A-1', unitCost: cost('5.00'), leadTimeDays: 7 },
      { wbArticle: 'A-3', unitCost: null },
    ];
    expect(await ask(rows, team.user)).toEqual({ updated: 0, unchanged: 2, userErrors: [] });
    expect(await ask([...rows, { wbNmId: '2', unitCost: cost('1') }], team.user)).toMatchObject({
      updated: 1,
      unchanged: 2,
    });
    expect(await kept()).toEqual([...OLD, 'A-2 2026-11-20 1.00 7']);
    expect(await ask([], team.user)).toEqual({ updated: 0, unchanged: 0, userErrors: [] });
  });

  it('tells in a dry run what would become of it, and writes nothing', async () => {
    const rows = [
      { wbArticle: 'A-1', unitCost: cost('6') },
      { wbNmId: '2', unitCost: cost('5') },
    ];
    expect(await ask(rows, team.user, true)).toEqual({ updated: 1, unchanged: 1, userErrors: [] });
    expect([await kept(), await audits()]).toEqual([OLD, []]);
  });

  it('says of every row what is wrong with it, and writes none', async () => {
    const good = { wbArticle: 'A-1', unitCost: cost('6') };
    const refused = async (rows: CostRow[], who: Member = team.user) => {
      const answers = [await ask(rows, who), await ask(rows, who, true)];
      expect(answers[0]).toEqual(answers[1]);
      expect(answers[0]).toMatchObject({ updated: null, unchanged: null });
      return answers[0]!.userErrors.map(({ code, field }) => `${code} ${field.join('.')}`);
    };
    expect(
      await refused([
        good,
        { unitCost: cost('1') },
        { wbNmId: '2' },
        { wbNmId: '4', unitCost: { amount: '1', currency: 'USD' } },
        { wbNmId: '6', unitCost: cost('1.001') },
        { wbNmId: '8', leadTimeDays: 366 },
      ]),
    ).toEqual([
      'INVALID rows.1.wbArticle',
      'INVALID rows.2.unitCost',
      'INVALID rows.3.unitCost.currency',
      'INVALID rows.4.unitCost.amount',
      'INVALID rows.5.leadTimeDays',
    ]);
    // a colleague's, a stranger's and none at all are the same; article and nmId have to agree
    expect(
      await refused([
        good,
        { wbArticle: 'A-11', unitCost: cost('1') },
        { wbNmId: '12', unitCost: cost('1') },
        { wbNmId: '20', unitCost: cost('1') },
        { wbArticle: 'nope', unitCost: cost('1') },
        { wbArticle: 'A-6', wbNmId: '4', unitCost: cost('1') },
      ]),
    ).toEqual([
      'NOT_FOUND rows.1.wbArticle',
      'NOT_FOUND rows.2.wbNmId',
      'NOT_FOUND rows.3.wbNmId',
      'NOT_FOUND rows.4.wbArticle',
      'NOT_FOUND rows.5.wbNmId',
    ]);
    expect(
      await refused([good, { wbNmId: '2', unitCost: cost('1') }, { wbArticle: 'A-1', unitCost: cost('2') }]),
    ).toEqual(['INVALID rows.2']);
    // two members have the article
    expect(await refused([good, { wbArticle: 'A-10', unitCost: cost('1') }], team.admin)).toEqual([
      'INVALID rows.1.wbArticle',
    ]);
    expect([await kept(), await audits()]).toEqual([OLD, []]);
  });

  it('reaches the whole tenant for an administrator, and no further', async () => {
    expect(
      await ask(
        [
          { wbArticle: 'A-3', unitCost: cost('1') },
          { wbArticle: 'A-11', unitCost: cost('2') },
        ],
        team.admin,
      ),
    ).toEqual({ updated: 2, unchanged: 0, userErrors: [] });
    const [{ owners }] = (await test.database.query<{ owners: string[] }>(
      `SELECT array_agg(user_id::text ORDER BY unit_cost) AS owners FROM product_costs WHERE valid_from = '2026-11-20'`,
    )) as [{ owners: string[] }];
    expect(owners).toEqual([team.user.userId, team.user2.userId]);
    const { userErrors } = await ask([{ wbArticle: 'A-21', unitCost: cost('1') }], team.owner);
    expect(userErrors).toEqual([
      expect.objectContaining({ code: 'NOT_FOUND', field: ['rows', '0', 'wbArticle'] }),
    ]);
  });

  it('is refused to a VIEWER, and above a thousand rows', async () => {
    const one = { wbArticle: 'A-1', unitCost: cost('6') };
    const codes = async (rows: CostRow[], who: Member) =>
      (await test.graphql(IMPORT, { input: { rows } }, who.token)).errors?.map(
        ({ extensions }) => extensions.code,
      );
    expect(await codes([one], team.viewer)).toEqual(['FORBIDDEN']);
    expect((await ask(Array<CostRow>(1001).fill(one), team.user)).userErrors).toEqual([
      { code: 'INVALID', field: ['rows'], message: 'Expected at most 1000 rows.' },
    ]);
    const { userErrors } = await ask(
      [one, { ...one, wbNmId: '0' }, { ...one, wbArticle: 'x'.repeat(101) }],
      team.user,
    );
    expect(userErrors).toEqual([
      { code: 'INVALID', field: ['rows', '1', 'wbNmId'], message: 'Expected a positive number.' },
      { code: 'INVALID', field: ['rows', '2', 'wbArticle'], message: 'Expected at most 100 characters.' },
    ]);
    const many = await ask(Array<CostRow>(200).fill({ ...one, wbNmId: '0' }), team.user);
    expect(many.userErrors).toHaveLength(100);
    expect(await kept()).toEqual(OLD);
  });

  it('takes 10,000 rows in as many statements as one', async () => {
    const { userId } = foreign;
    const ctx = {
      ...{ kind: 'caller', tenantId: foreign.tenantId, userId, scope: 'tenant', writeScope: 'tenant' },
      ...{ impersonatorId: null, ipAddress: null, userAgent: null, now: () => NOW },
    } as CallerContext;
    await test.database.query(
      `INSERT INTO products (id, tenant_id, user_id, wb_article, wb_nm_id)
       SELECT uuid_v7(), $1, $2, 'M-' || i, 1000000 + i FROM generate_series(1, 10000) i`,
      [foreign.tenantId, userId],
    );
    const service = test.app.get(CostImportService, { strict: false });
    const rows = jest.spyOn(test.app.get(Database, { strict: false }), 'rows');
    const statements = async (size: number, base: number): Promise<number> => {
      rows.mockClear();
      const given = Array.from({ length: size }, (_, i) => ({
        wbArticle: `M-${i + 1}`,
        ...(i % 2 === 0 && { wbNmId: String(1000001 + i) }),
        unitCost: { amount: String(base + (i % 100)), currency: 'RUB' },
      }));
      expect(await service.import(ctx, given, false)).toEqual({ updated: size, unchanged: 0 });
      return rows.mock.calls.length;
    };
    const few = await statements(1, 1000);
    expect(await statements(10_000, 2000)).toBe(few);
    rows.mockRestore();
    await expect(service.import(ctx, Array<CostRow>(10_001).fill({}), false)).rejects.toMatchObject({
      code: 'INVALID',
      field: ['rows'],
    });
  });
});
