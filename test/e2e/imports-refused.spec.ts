import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { CostImportService } from '../../src/features/products/index.js';
import { CSV, XLSX } from '../../src/platform/http/index.js';
import { TestApp } from '../support/app.js';
import { FixedClock } from '../support/clock.js';
import { fingerprintOf } from '../support/fingerprint.js';
import { NOW, ProductFiles, workbook } from '../support/product-files.js';
import { workbookParts, zipOf } from '../support/zip.js';

describe('POST /imports/products refused', () => {
  let files: ProductFiles;

  beforeAll(async () => {
    files = await ProductFiles.start();
  });
  beforeEach(() => files.seed());
  afterAll(() => files.test.stop());

  describe('names row, column and remedy of', () => {
    const AMOUNT = 'Expected an amount from 0 to 99999999.99 with at most two decimals, such as 1234,50.';
    const NM_ID = "Expected the marketplace's number of the product, digits alone, such as 146972802.";
    it.each([
      ['a cost that is a word', 'Себестоимость', 'дорого', AMOUNT],
      ['a cost below nothing', 'unitCost', '-5', AMOUNT],
      ['a cost below nothing, defused', 'unitCost', "'-5", AMOUNT],
      ['parts of a kopeck', 'unitCost', '1,005', AMOUNT],
      ['groups and decimals that can not be told apart', 'unitCost', '"1,234.50"', AMOUNT],
      ['too high a cost', 'unitCost', '100000000', AMOUNT],
      ['dollars', 'unitCost', '5 USD', AMOUNT],
      ['an exponent', 'unitCost', '1e3', AMOUNT],
      ['days that are none', 'Срок поставки', '7 дней', 'Expected whole days from 0 to 365.'],
      ['too many days', 'leadTimeDays', '366', 'Expected whole days from 0 to 365.'],
      ['half a day', 'leadTimeDays', '"1,5"', 'Expected whole days from 0 to 365.'],
      ['an nmId with letters', 'Артикул WB', 'А1', NM_ID],
      ['an nmId of nothing', 'nmId', '0', NM_ID],
      ['an nmId beyond numbers', 'nmId', '9223372036854775808', NM_ID],
      ['a long article', 'article', 'ы'.repeat(101), 'Expected an article of at most 100 characters.'],
    ])('%s', async (_name, column, cell, message) => {
      const other = /article|nmId|Артикул/i.test(column) ? ['unitCost', '5'] : ['Артикул продавца', 'А-1'];
      await files.refused(files.send(`${other[0]};${column};x\n\n\n${other[1]};${cell};`), [
        { row: 4, column, message },
      ]);
    });

    it.each([
      ['an error', { error: '#N/A' }, 'The cell shows the error #N/A. Mend it.'],
      [
        'a formula that failed',
        { formula: '1/0', result: { error: '#DIV/0!' } },
        'The cell shows the error #DIV/0!. Mend it.',
      ],
      ['yes or no', true, AMOUNT],
      [
        'a date that was made of 12.25',
        new Date('2025-12-01'),
        'The cell holds a date. Format it as a number, and write the number again.',
      ],
      ['a number too exact', 1.005, AMOUNT],
      ['less than nothing', -1, AMOUNT],
    ])('%s in XLSX', async (_name, cell, message) => {
      const content = await workbook([
        ['nmId', 'Себестоимость'],
        [1, 5],
        [2, cell],
      ]);
      await files.refused(files.send(content, { type: XLSX }), [
        { row: 3, column: 'Себестоимость', message },
      ]);
    });

    it('a formula without a result', async () => {
      const parts = workbookParts(
        `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="s"><v>1</v></c></row><row r="9"><c r="A9"><v>1</v></c><c r="C9"><f>A1</f></c></row>`,
        '<si><t>nmId</t></si><si><t>unitCost</t></si>',
      );
      await files.refused(files.send(zipOf(parts), { type: XLSX }), [
        {
          row: 9,
          column: 'unitCost',
          message: 'The formula has no result. Open the file in a spreadsheet program and save it.',
        },
      ]);
    });

    it('all that is wrong, a hundred at most', async () => {
      await files.refused(files.send('article;unitCost;leadTimeDays\n;5;\nА-1;x;y\nА-2;5;'), [
        { row: 2, column: 'article', message: 'Name the product by its article or its nmId.' },
        { row: 3, column: 'unitCost' },
        { row: 3, column: 'leadTimeDays' },
      ]);
      const { userErrors } = await files.send(`nmId;unitCost\n${'1;x\n'.repeat(500)}`);
      expect(userErrors).toHaveLength(100);
    });

    it("a product that is nowhere, another tenant's, and a colleague's that a USER may not change", async () => {
      const missing = { code: 'NOT_FOUND', message: 'You have no such product.' };
      await files.refused(
        files.send('Артикул продавца;unitCost\nА-1;5\nА-21;5\nА-99;5\nА-11;5'),
        [3, 4, 5].map((row) => ({ row, column: 'Артикул продавца', ...missing })),
      );
      await files.refused(files.send('article;nmId;unitCost\nА-1;2;5'), [
        { row: 2, column: 'nmId', ...missing },
      ]);
      // and an owner reaches the tenant's
      expect(await files.send('nmId;unitCost\n11;5', { who: files.team.owner })).toMatchObject({
        updated: 1,
      });
    });

    it('the same product twice, be it with another value or by another name', async () => {
      const message = 'Row 3 is about the same product. Keep one of the two.';
      await files.refused(files.send('article;nmId;unitCost\n\nА-1;;5\nА-2;;5\n;1;6\nА-1;1;5'), [
        { row: 5, message },
        { row: 6, message },
      ]);
    });
  });

  describe('refuses', () => {
    it.each([
      ['nothing at all', '', 'The file is empty. Its first row heads the columns.', null],
      ['empty rows', '\n;;\n', 'The file is empty. Its first row heads the columns.', null],
      [
        'a heading alone',
        'nmId;unitCost\n',
        'The file has no rows but the one that heads the columns.',
        null,
      ],
      ['no product', 'name;unitCost\nx;5', /^No column says which product is meant\. Head one "article"/, 1],
      ['nothing to take', 'article;name\nА-1;x', /^No column has anything to take\. Head one "unitCost"/, 1],
      [
        'two columns of one kind',
        'article;cost;unitCost\nА-1;5;6',
        'The columns "cost" and "unitCost" mean the same. Leave one of them.',
        1,
      ],
      [
        'a decimal comma between commas',
        'nmId,unitCost,leadTimeDays\n1,100.50,7\n2,100,50,',
        /^The row has more cells than the one that heads the columns\. Put what has a separator in it into quotes/,
        3,
      ],
      ['a semicolon too many', '\n;;\nnmId;unitCost\n1;5;;\n2;5;;6', /^The row has more cells/, 5],
      ['a quote that is not closed', 'article;unitCost\n"А-1;5\nА-2;6', /^The quotes are wrong\./, 2],
      ['a quote inside', 'article;unitCost\nА-1;5\nА"2;6', /^The quotes are wrong\./, 3],
      [
        'an endless row',
        `article;unitCost\n${'x'.repeat(70_000)};5`,
        /^The row is longer than 65536 characters/,
        2,
      ],
      ['a thousand columns', `article;unitCost${';'.repeat(1_000)}\n`, /^More than 500 columns/, 1],
      [
        'UTF-16',
        Buffer.from('article;unitCost\nА-1;5', 'utf16le'),
        /^This is no CSV in UTF-8 or Windows-1251\. Save it/,
        null,
      ],
      [
        'millions of empty rows',
        '\n'.repeat(5_000_000),
        'The file has more than 100000 rows, empty ones counted.',
        null,
      ],
      [
        'too many rows',
        `nmId;unitCost\n${'1;\n'.repeat(10_001)}`,
        'The file has more than 10000 rows. Import it in parts.',
        null,
      ],
    ])('%s', async (_name, content, message, row) => {
      const matches = typeof message === 'string' ? message : expect.stringMatching(message);
      await files.refused(files.send(content), [{ row, message: matches as string }]);
    });

    const row = (n: number) => `<row r="${n}"><c r="A${n}"><v>1</v></c></row>`;
    const broken = /^This is no workbook in XLSX, or it is damaged\. Open it/;
    it.each([
      ['no ZIP', Buffer.from('nmId;unitCost\n1;5'), broken],
      ['half a ZIP', zipOf(workbookParts(row(1))).subarray(0, 300), broken],
      ['a ZIP of something else', zipOf({ 'a.txt': { content: 'x' } }), broken],
      ['a character that is none', zipOf(workbookParts('<row><c t="str"><v>nmId&#0;</v></c></row>')), broken],
      ['half a character', zipOf(workbookParts('<row><c t="str"><v>nmId&#xD800;</v></c></row>')), broken],
      ['XML that is none', zipOf(workbookParts('<row>')), broken],
      [
        'an entity of its own',
        zipOf({
          ...workbookParts(row(1)),
          'xl/worksheets/sheet1.xml': {
            content:
              '<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet><sheetData><row><c t="str"><v>&a;</v></c></row></sheetData></worksheet>',
          },
        }),
        broken,
      ],
      [
        'a sheet outside of it',
        zipOf({
          ...workbookParts(row(1)),
          'xl/_rels/workbook.xml.rels': {
            content: '<Relationships><Relationship Id="rId1" Target="../../etc/passwd"/></Relationships>',
          },
        }),
        broken,
      ],
      [
        'a cell far out',
        zipOf(workbookParts('<row r="1"><c r="XFD1"><v>1</v></c></row>')),
        /^More than 500 columns/,
      ],
      [
        'a bomb of spaces',
        zipOf(workbookParts(' '.repeat(40_000_000))),
        /^The workbook unpacks to more than 32 MB\./,
      ],
      [
        'a bomb of texts',
        zipOf(workbookParts(row(1), '<si/>'.repeat(600_000))),
        /^The workbook has more than 500000 texts\./,
      ],
      ['a bomb of depth', zipOf(workbookParts('<a>'.repeat(1_000_000))), broken],
      [
        'a bomb of attributes',
        zipOf(workbookParts(`<row ${Array.from({ length: 1_000 }, (_, at) => `a${at}="x"`).join(' ')}/>`)),
        broken,
      ],
      [
        'a bomb of empty rows',
        zipOf(workbookParts('<row/>'.repeat(1_100_000))),
        /^The sheet has more than 1048576 rows\./,
      ],
      [
        'a bomb that lies about its size',
        zipOf({
          ...workbookParts(''),
          'xl/worksheets/sheet1.xml': { content: ' '.repeat(40_000_000), saidBytes: 100 },
        }),
        broken,
      ],
      [
        'a bomb of cells',
        zipOf(
          workbookParts(
            '<row><c t="str"><v>nmId</v></c><c t="str"><v>unitCost</v></c></row>' +
              Array.from(
                { length: 1_200 },
                (_, n) => `<row r="${n + 2}"><c r="RZ${n + 2}"><v>1</v></c></row>`,
              ).join(''),
          ),
        ),
        /^The sheet has more than 500000 cells\./,
      ],
    ])('%s in XLSX', async (name, content, message) => {
      const row = name === 'a cell far out' ? 1 : null;
      const matches = expect.stringMatching(message) as unknown as string;
      await files.refused(files.send(content, { type: XLSX }), [{ row, message: matches }]);
    });

    it.each([
      ['JSON', 'application/json', {}],
      ['a form', 'multipart/form-data; boundary=x', {}],
      ['a simple type, such as another page may send', 'text/plain', {}],
      ['no type', '', {}],
      ['an encoding', CSV, { 'content-encoding': 'gzip' }],
    ])('415: %s', async (_name, type, headers) => {
      const answer = await files.send('nmId;unitCost\n1;5', { type, headers });
      expect(answer).toMatchObject({ status: 415, errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
      expect(answer.errors?.[0]?.message).toMatch(/^Send the file/);
      expect(await files.kept()).toEqual({});
    });

    it('413: more than 10 MB, be it said before or found while it comes', async () => {
      expect(await files.send(`nmId;unitCost\n${'1;\n'.repeat(3_400_000)}`)).toMatchObject({
        status: 413,
        errors: [
          { message: 'The file is larger than 10 MB. Divide it, or leave out columns that are not needed.' },
        ],
      });
      // without content-length, and without an end
      const url = new URL('/imports/products', files.test.url);
      const status = await new Promise<number | undefined>((resolve, reject) => {
        const headers = { 'content-type': CSV, authorization: `Bearer ${files.team.user.token}` };
        const sending = request(url, { method: 'POST', headers }, (response) => {
          response.resume();
          resolve(response.statusCode);
          endless.destroy();
          sending.destroy();
        });
        const endless = Readable.from(
          (function* () {
            for (;;) yield Buffer.alloc(65_536, '1;\n');
          })(),
        );
        sending.on('error', reject);
        endless.pipe(sending);
      });
      expect(status).toBe(413);
    });

    it.each([
      ['in one piece', 'content-length: 30000000', Buffer.alloc(30_000_000, '1;\n')],
      [
        'in chunks',
        'transfer-encoding: chunked',
        Buffer.from(`1C9C380\r\n${'1;\n'.repeat(10_000_000)}\r\n0\r\n\r\n`),
      ],
    ])('413: also told to whoever sends all of it before they listen, %s', async (_name, length, body) => {
      const { hostname, port } = new URL(files.test.url);
      const head = [
        'POST /imports/products HTTP/1.1',
        `host: ${hostname}`,
        `content-type: ${CSV}`,
        length,
        'connection: close',
      ];
      head.push(`authorization: Bearer ${files.team.user.token}`, '', '');
      const socket = connect(Number(port), hostname);
      socket.pause();
      socket.write(head.join('\r\n'));
      await new Promise<void>((resolve, reject) => {
        socket.on('error', reject);
        socket.write(body, () => {
          resolve();
        });
      });
      socket.resume();
      const [answer] = (await once(socket, 'data')) as [Buffer];
      expect(answer.toString()).toMatch(/^HTTP\/1\.1 413 /);
      socket.destroy();
    });

    it('401 and 403: nobody, a damaged token, a VIEWER; none of whom is read from', async () => {
      const content = 'nmId;unitCost\n1;5';
      const before = await fingerprintOf(files.test.database);
      const read = jest.spyOn(files.test.app.get(CostImportService, { strict: false }), 'import');
      for (const [who, status, code] of [
        [null, 401, 'UNAUTHENTICATED'],
        [{ token: 'nonsense' }, 401, 'UNAUTHENTICATED'],
        [files.team.viewer, 403, 'FORBIDDEN'],
      ] as const) {
        const answer = await files.send(content, { who });
        expect([answer.status, answer.errors?.[0]?.extensions.code]).toEqual([status, code]);
      }
      expect(read).not.toHaveBeenCalled();
      expect(await fingerprintOf(files.test.database)).toEqual(before);
      read.mockRestore();
    });

    it('who looks through another’s eyes', async () => {
      const admin = await files.test.register(`files-admin-${Math.random().toString(36).slice(2)}`);
      await files.test.database.query('UPDATE users SET is_admin = true WHERE id = $1', [admin.userId]);
      const token = await files.test.login(admin.email);
      const { data } = await files.test.graphql(
        `mutation ($userId: ID!) { impersonateUser(input: {userId: $userId, reason: "a question of theirs"}) { tokens { accessToken } userErrors { message } } }`,
        { userId: files.team.user.userId },
        token,
      );
      const through = data.impersonateUser.tokens.accessToken as string;
      expect(await files.send('nmId;unitCost\n1;5', { who: { token: through } })).toMatchObject({
        status: 403,
        errors: [{ message: 'Impersonation is read-only: nothing can be changed by this token.' }],
      });
      expect(await files.kept()).toEqual({});
    });

    it('masks what nobody expected', async () => {
      const failing = jest
        .spyOn(files.test.app.get(CostImportService, { strict: false }), 'import')
        .mockRejectedValue(new Error('SELECT secret'));
      const answer = await files.send('nmId;unitCost\n1;5');
      failing.mockRestore();
      expect(answer).toMatchObject({
        status: 500,
        errors: [{ message: 'Internal error', extensions: { code: 'INTERNAL' } }],
      });
    });
  });
});

describe('POST /imports/products with rate limits', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await TestApp.start({
      clock: new FixedClock(NOW),
      worker: false,
      env: { RATE_LIMITS: 'on', RATE_LIMIT_USER: '250:1' },
    });
  });
  afterAll(() => test.stop());

  it('costs as much as a hundred objects, out of the same bucket', async () => {
    const { token } = await test.register('files-often');
    const statuses: unknown[] = [];
    for (let time = 0; time < 4; time++) {
      const response = await fetch(`${test.url}/imports/products`, {
        method: 'POST',
        headers: { 'content-type': CSV, authorization: `Bearer ${token}` },
        body: 'nmId;unitCost\n',
      });
      statuses.push([response.status, response.headers.has('retry-after')]);
    }
    expect(statuses).toEqual([[422, false], [422, false], [429, true], [429, true]]); // prettier-ignore
  });
});
