import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { XLSX } from '../../src/platform/http/index.js';
import { fingerprintOf } from '../support/fingerprint.js';
import { ProductFiles, workbook } from '../support/product-files.js';
import { workbookParts, zipOf } from '../support/zip.js';

describe('POST /imports/products', () => {
  let files: ProductFiles;

  beforeAll(async () => {
    files = await ProductFiles.start();
  });
  beforeEach(() => files.seed());
  afterAll(() => files.test.stop());

  describe('takes', () => {
    const DONE = { 'А-1': '100.50/7', 'А-2': '1234.00/-', 'А-3': '-/0' };

    it.each([
      ['commas', 'article,nmId,unitCost,leadTimeDays\nА-1,1,100.50,7\nА-2,2,1234,\nА-3,3,,0\n'],
      ['semicolons and decimal commas', 'article;unitCost;leadTimeDays\nА-1;100,5;7\nА-2;1 234,00;\nА-3;;0'],
      [
        'Windows line ends and a mark',
        '\ufeffАртикул WB;Себестоимость;Срок поставки\r\n1;100,5;7\r\n2;1\u00a0234,00 ₽;\r\n3;;0\r\n',
      ],
      [
        'thousands apart by thin spaces, and costs in roubles',
        'nmId;cost\u00a0price, ₽;lead_time (days)\n1;100,50 руб.;7.0\n2.0;1\u2009234\u2009₽;\n3;;0',
      ],
      [
        'headings by hand',
        '  АРТИКУЛ ПРОДАВЦА ;Себестоимость, руб.;Срок поставки (дней)\nА-1;100.50;7\nА-2;1234;\nА-3;;0',
      ],
      ['quotes', '"article","unitCost","leadTimeDays"\n"А-1","100.50","7"\n"А-2","1234",""\n"А-3",,"0"'],
      ['tabs', 'nmId\tunitCost\tleadTimeDays\n1\t100.5\t7\n2\t1234\t\n3\t\t0'],
      [
        'a separator that Excel is told',
        'sep=;\r\nnmId;unitCost;leadTimeDays\r\n1;100,5;7\r\n2;1234;\r\n3;;0',
      ],
      ['empty rows', '\n;;\nnmId;unitCost;leadTimeDays\n\n1;100,5;7\n;;\n2;1234;\n3;;0\n\n'],
    ])('CSV with %s', async (_name, content) => {
      const { status, updated, unchanged, userErrors } = await files.send(content);
      expect({ status, updated, unchanged, userErrors }).toEqual({
        status: 200,
        updated: 3,
        unchanged: 0,
        userErrors: [],
      });
      expect(await files.kept()).toEqual(DONE);
    });

    it('CSV in Windows-1251, as Excel saves it in Russian', async () => {
      const letters = new Map(
        Array.from({ length: 128 }, (_, at) => [
          new TextDecoder('windows-1251').decode(Uint8Array.of(at + 128)),
          at + 128,
        ]),
      );
      const text = 'Артикул продавца;Себестоимость;Срок поставки\r\nА-1;100,5;7\r\nА-2;1234;\r\nА-3;;0\r\n';
      const bytes = Buffer.from(Array.from(text).map((char) => letters.get(char) ?? char.charCodeAt(0)));
      expect(await files.send(bytes)).toMatchObject({ status: 200, updated: 3 });
      expect(await files.kept()).toEqual(DONE);
    });

    it('XLSX with numbers, texts, rich texts, results of formulas and a heading below the first row', async () => {
      const content = await workbook([
        [],
        ['Артикул продавца', 'Артикул WB', 'Себестоимость', 'Срок поставки'],
        ['А-1', 1, { formula: '67*1.5', result: 100.50000000000001 }, '7'],
        [{ richText: [{ text: 'А' }, { text: '-2', font: { bold: true } }] }, '2', '1 234,00', null],
        [{ formula: 'A1', result: 'А-3' }, null, null, 0],
      ]);
      expect(await files.send(content, { type: XLSX })).toEqual({
        status: 200, updated: 3, unchanged: 0, ignoredColumns: [], userErrors: [],
      }); // prettier-ignore
      expect(await files.kept()).toEqual(DONE);
    });

    it('the first sheet of several, and texts within the cells', async () => {
      const content = await workbook(
        [
          ['nmId', 'unitCost'],
          [2, 9],
        ],
        (book) => {
          book.addWorksheet('Первый').addRows([
            ['nmId', 'unitCost'],
            [1, 5],
          ]);
        },
      );
      expect(await files.send(content, { type: XLSX })).toMatchObject({ updated: 1 });
      expect(await files.kept()).toEqual({ 'А-1': '5.00/-' });
      const inline = workbookParts(
        '<row><c t="inlineStr"><is><t>article</t></is></c><c t="inlineStr"><is><r><t>unit</t></r><r><t>Cost</t></r></is></c></row>' +
          '<row><c t="inlineStr"><is><t>А-2</t><rPh><t>читай</t></rPh></is></c><c><v>6</v></c></row>',
      );
      expect(await files.send(zipOf(inline), { type: XLSX })).toMatchObject({ updated: 1 });
      expect(await files.kept()).toEqual({ 'А-1': '5.00/-', 'А-2': '6.00/-' });
    });

    it('what an export writes: columns that are unknown are listed, rows without costs stay as they are', async () => {
      const content = [
        'id,article,nmId,name,unitCost,leadTimeDays,stockTotal',
        'x,А-1,1,"Футболка, ""красная""",5,,9',
        'x,А-2,2,"в две\r\nстроки",,,9',
      ].join('\r\n');
      expect(await files.send(content)).toEqual({
        status: 200, updated: 1, unchanged: 1, ignoredColumns: ['name', 'stockTotal'], userErrors: [],
      }); // prettier-ignore
      expect(await files.kept()).toEqual({ 'А-1': '5.00/-' });
    });

    it.each([
      ['=1+1', "'=1+1"],
      ['＝1', "'＝1"],
      [' -5', "' -5"],
      ["'quoted", "'quoted"],
      ["'@a", "''@a"],
      [' spaced ', ' spaced '],
      ["' both ", "' both "],
      ['trimmed', '  trimmed '],
      ['trimmed too', " 'trimmed too"],
    ])('the article %j, be it written as %j', async (article, cell) => {
      await files.test.database.query('UPDATE products SET wb_article = $1 WHERE wb_nm_id = 1', [article]);
      for (const [at, named] of [cell, `${cell};1`].entries()) {
        const head = at === 0 ? 'article' : 'article;nmId';
        expect(await files.send(`${head};unitCost\n${named};${at}`)).toMatchObject({ updated: 1 });
      }
    });

    it.each([
      [
        'wbArticle',
        'article',
        'Seller SKU',
        'SKU',
        'vendorCode',
        'vendor_code',
        'Артикул',
        'Артикул товара',
        'Ваш артикул',
      ],
      [
        'wbNmId',
        'nmID',
        'NM ID',
        'nm',
        'WB ID',
        'Артикул WB',
        'Артикул ВБ',
        'Артикул (Wildberries)',
        'Код номенклатуры',
      ],
      [
        'unitCost',
        'unitCostRub',
        'Unit cost, RUB',
        'COGS',
        'Cost per unit',
        'purchase_price',
        'Cost price (₽)',
        'Себестоимость',
        'Себестоимость, руб./шт.',
        'Себестоимость за 1 шт, ₽',
        'Себестоимость единицы (в рублях)',
        'С/с',
        'Закупочная цена, руб.',
        'Цена закупки',
        'Стоимость закупки р.',
      ],
      [
        'leadTimeDays',
        'lead time',
        'Lead Time (days)',
        'delivery_days',
        'Срок поставки',
        'Срок поставки, дн.',
        'Дней поставки',
        'Срок доставки, дней',
        'Время поставки (в днях)',
      ],
    ])('%s headed as people do', async (field, ...headings) => {
      const isName = field.startsWith('wb');
      const cell = { wbArticle: 'А-1', wbNmId: '1', unitCost: '5', leadTimeDays: '5' }[field];
      for (const heading of headings) {
        const content = isName ? `"${heading}";cost\n${cell};5` : `nmId;"${heading}"\n1;${cell}`;
        const { status, ignoredColumns } = await files.send(content, { query: '?dryRun=true' });
        expect([heading, status, ignoredColumns]).toEqual([heading, 200, []]);
      }
    });

    it('texts that XLSX writes in its own way', async () => {
      const articles = ['a_x0041_b', 'a\tb', 'a_x0000_'];
      for (const [at, article] of articles.entries())
        await files.test.database.query('UPDATE products SET wb_article = $1 WHERE wb_nm_id = $2', [
          article,
          at + 1,
        ]);
      const cell = (text: string) => `<c t="inlineStr"><is><t>${text}</t></is></c>`;
      const written = ['a_x005F_x0041_b', 'a_x0009_b', 'a_x0000_'];
      const rows = ['article', ...written].map(
        (text, at) => `<row>${cell(text)}${at === 0 ? '<c t="s"><v>0</v></c>' : '<c><v>5</v></c>'}</row>`,
      );
      const content = zipOf(workbookParts(rows.join(''), '<si><t>unit_x0043_ost</t></si>'));
      expect(await files.send(content, { type: XLSX })).toMatchObject({ status: 200, updated: 3 });
    });
  });

  it('says what would become of it by dryRun=true, and writes nothing', async () => {
    await files.send('nmId;unitCost\n1;5');
    const before = await fingerprintOf(files.test.database);
    const content = 'nmId;unitCost\n1;5\n2;6';
    expect(await files.send(content, { query: '?dryRun=true' })).toMatchObject({
      status: 200,
      updated: 1,
      unchanged: 1,
    });
    expect(await fingerprintOf(files.test.database)).toEqual(before);
    expect(await files.send(content, { query: '?dryRun=false' })).toMatchObject({
      status: 200,
      updated: 1,
      unchanged: 1,
    });
    expect(await files.send(content, { query: '?dryRun=yes' })).toMatchObject({
      status: 400,
      errors: [{ message: 'dryRun: expected true or false.', extensions: { code: 'BAD_USER_INPUT' } }],
    });
  });

  it('writes nothing when a dry run is misspelled', async () => {
    for (const query of [
      '?dryrun=true',
      '?dryRun=true&dry=1',
      '?dry_run',
      '?dryRun',
      '?dryRun=true&dryRun=true',
    ])
      expect(await files.send('nmId;unitCost\n1;5', { query })).toMatchObject({
        status: 400,
        errors: [{ message: expect.stringContaining('dryRun'), extensions: { code: 'BAD_USER_INPUT' } }],
      });
    expect(await files.kept()).toEqual({});
  });

  it('leaves the audit row of the mutation', async () => {
    await files.send('nmId;unitCost\n1;5\n2;6');
    expect(
      await files.test.database.query('SELECT action, admin_user_id AS actor, changes FROM audit_log'),
    ).toEqual([
      { action: 'product.costs_imported', actor: files.team.user.userId, changes: { products: [null, 2] } },
    ]);
  });

  it('reads ten thousand rows of either kind, in Cyrillic to the last letter', async () => {
    const articles = Array.from({ length: 10_000 }, (_, index) => `Ж-${'щ'.repeat(index % 50)}-${index}`);
    await files.test.database.query(
      `INSERT INTO products (id, tenant_id, user_id, wb_article) SELECT uuid_v7(), $1, $2, unnest($3::text[])`,
      [files.team.tenantId, files.team.user.userId, articles],
    );
    const rows = articles.map((article, index) => [article, index / 100]);
    const content = await workbook([['article', 'unitCost'], ...rows]);
    expect(await files.send(content, { type: XLSX })).toMatchObject({ status: 200, updated: 10_000 });
    const text = ['article;unitCost', ...rows.map((one) => one.join(';').replace('.', ','))].join('\n');
    expect(await files.send(text)).toMatchObject({ status: 200, updated: 0, unchanged: 10_000 });
  });

  it('reads back what is written, whatever quotes, separators and lines are in it', async () => {
    const seen = new Set<string>();
    const article = fc.string({
      unit: fc.constantFrom(...Array.from('aЯ"\';,\t\n\r =+-@|%№0')),
      minLength: 1,
      maxLength: 20,
    });
    const kopecks = fc.integer({ min: 0, max: 9_999_999_999 });
    const sample = fc.sample(fc.tuple(article, kopecks), { numRuns: 300, seed: 11 }).filter(([text]) => {
      // of two that differ by apostrophes and spaces alone nobody can tell which is meant
      const bare = text.replace(/^[' \t\r\n]+/, '').trim();
      return bare !== '' && !seen.has(bare) && seen.add(bare);
    });
    await files.test.database.query(
      `INSERT INTO products (id, tenant_id, user_id, wb_article) SELECT uuid_v7(), $1, $2, unnest($3::text[])`,
      [files.team.tenantId, files.team.user.userId, sample.map(([text]) => text)],
    );
    const defused = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);
    const written = (amount: number): string => (amount / 100).toFixed(2);
    for (const [separator, point, end] of [
      [';', ',', '\r\n'],
      [',', '.', '\n'],
      [';', '.', '\r'],
    ] as const) {
      await files.test.database.query('DELETE FROM product_costs');
      const cell = (text: string): string => `"${text.replaceAll('"', '""')}"`;
      const lines = sample.map(([text, amount]) =>
        [cell(defused(text)), cell(written(amount).replace('.', point))].join(separator),
      );
      expect(await files.send([['article', 'unitCost'].join(separator), ...lines].join(end))).toMatchObject({
        updated: sample.length,
      });
      expect(await files.kept()).toEqual(
        Object.fromEntries(sample.map(([text, amount]) => [text, `${written(amount)}/-`])),
      );
    }
    await files.test.database.query('DELETE FROM product_costs');
    // what XML makes of a carriage return is its own affair
    const plain = sample.filter(([text]) => !text.includes('\r'));
    const book = await workbook([
      ['article', 'unitCost'],
      ...plain.map(([text, amount]) => [text, amount / 100]),
    ]);
    expect(await files.send(book, { type: XLSX })).toMatchObject({ updated: plain.length });
    expect(await files.kept()).toEqual(
      Object.fromEntries(plain.map(([text, amount]) => [text, `${written(amount)}/-`])),
    );
  });
});
