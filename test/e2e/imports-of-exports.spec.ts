import { Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import ExcelJS from 'exceljs';
import { CSV, XLSX } from '../../src/platform/http/index.js';
import { contentOf, makeExport, parseCsv, parseJsonl } from '../support/exports.js';
import { ProductFiles } from '../support/product-files.js';

/** What spreadsheets, separators or XML could take for something else. */
const ARTICLES = [
  '=HYPERLINK("http://x")',
  '＝1',
  ' -5',
  "'=1",
  'a;b,c\t"d"\nе',
  '_x0041_',
  '00123',
  ' around ',
  '1e5',
  // alike but for what spreadsheets add and people do not see
  'around',
  '=1',
  "'",
];

/** A file as it was written, with another cost in the row of an article. */
type Edit = (content: Buffer, article: string, cost: string) => Promise<Buffer>;

const inText: Edit = async (content, article, cost) => {
  const [head = [], ...rows] = parseCsv(content);
  const row = rows.find((one) => one[head.indexOf('wbArticle')] === article) ?? [];
  const before = row.slice(3).join(';');
  row[head.indexOf('unitCostRub')] = cost;
  const text = content.toString();
  expect(text.split(before)).toHaveLength(2);
  return Buffer.from(text.replace(before, row.slice(3).join(';')));
};

const inSheet: Edit = async (content, article, cost) => {
  const book = new ExcelJS.Workbook();
  await book.xlsx.read(Readable.from([content]));
  const sheet = book.worksheets[0]!;
  const columnOf = (name: string): number => (sheet.getRow(1).values as unknown[]).indexOf(name);
  sheet.eachRow((row) => {
    if (row.getCell(columnOf('wbArticle')).value === article)
      row.getCell(columnOf('unitCostRub')).value = Number(cost);
  });
  return Buffer.from(await book.xlsx.writeBuffer());
};

describe('an export of products', () => {
  let files: ProductFiles;

  beforeAll(async () => {
    files = await ProductFiles.start();
  });
  beforeEach(async () => {
    await files.test.database.query('DELETE FROM products');
    await files.test.database.query(
      `INSERT INTO products (id, tenant_id, user_id, wb_article, wb_nm_id, name, brand)
       SELECT uuid_v7(), $1, $2, article, CASE WHEN i % 2 = 0 THEN 9007199254740990 + i END, 'Name ' || i, '=brand'
       FROM unnest($3::text[]) WITH ORDINALITY AS of (article, i)`,
      [files.team.tenantId, files.team.user.userId, ARTICLES],
    );
    await files.test.database.query(
      `INSERT INTO product_costs (tenant_id, product_id, user_id, valid_from, unit_cost, lead_time_days)
       SELECT tenant_id, id, user_id, '2026-11-01', 1240.5, 14 FROM products WHERE wb_article <> '1e5'`,
    );
  });
  afterAll(() => files.test.stop());

  it.each([
    ['CSV', CSV],
    ['XLSX', XLSX],
  ] as const)('in %s is taken back of sellers who have the same articles', async (format, type) => {
    const { tenantId, user2, owner } = files.team;
    await files.test.database.query(
      `WITH twin AS (
         INSERT INTO products (id, tenant_id, user_id, wb_article, name)
         SELECT uuid_v7(), tenant_id, $2, wb_article, name FROM products WHERE tenant_id = $1 AND wb_nm_id IS NULL
         RETURNING *
       )
       INSERT INTO product_costs (tenant_id, product_id, user_id, valid_from, unit_cost)
       SELECT tenant_id, id, user_id, '2026-11-01', 5 FROM twin`,
      [tenantId, user2.userId],
    );
    const { token } = owner;
    const content = await contentOf(
      files.test,
      await makeExport(files.test, token, { kind: 'PRODUCTS', format }),
    );
    const rows = ARTICLES.length + Math.ceil(ARTICLES.length / 2);
    const unchanged = { status: 200, updated: 0, unchanged: rows, userErrors: [] };
    expect(await files.send(content, { type, who: owner })).toMatchObject(unchanged);
  });

  it.each([
    ['CSV', CSV, '\'=HYPERLINK("http://x")', inText],
    ['XLSX', XLSX, '=HYPERLINK("http://x")', inSheet],
  ] as const)(
    'in %s is taken back as it is, but for what was changed',
    async (format, type, article, edit) => {
      const { token } = files.team.user;
      const content = await contentOf(
        files.test,
        await makeExport(files.test, token, { kind: 'PRODUCTS', format }),
      );
      const unchanged = { status: 200, updated: 0, unchanged: ARTICLES.length, userErrors: [] };
      expect(await files.send(content, { type })).toMatchObject(unchanged);

      const edited = await edit(content, article, '777.7');
      const one = { status: 200, updated: 1, unchanged: ARTICLES.length - 1, userErrors: [] };
      const before = await files.kept();
      expect(await files.send(edited, { type, query: '?dryRun=true' })).toMatchObject(one);
      expect(await files.kept()).toEqual(before);
      const { ignoredColumns, ...done } = await files.send(edited, { type });
      expect(done).toEqual(one);
      expect(ignoredColumns).toEqual(expect.arrayContaining(['name', 'priceRub', 'stockTotal']));
      expect(ignoredColumns).toHaveLength(12);

      const costs = async (): Promise<unknown[]> => {
        const made = await makeExport(files.test, token, { kind: 'PRODUCTS', format: 'JSONL' });
        return parseJsonl(await contentOf(files.test, made)).map(
          ({ wbArticle, unitCostRub, leadTimeDays }) => [wbArticle, unitCostRub, leadTimeDays],
        );
      };
      const sorted = (await costs()).sort();
      expect(sorted).toEqual(
        ARTICLES.map((name, at) => [
          name,
          at === 0 ? '777.70' : name === '1e5' ? null : '1240.50',
          name === '1e5' ? null : 14,
        ]).sort(),
      );
      expect(await files.send(edited, { type })).toMatchObject(unchanged);
    },
  );
});
