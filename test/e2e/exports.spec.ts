import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApp } from '../support/app.js';
import { FixedClock } from '../support/clock.js';
import {
  contentOf,
  exportOf,
  makeExport,
  parseCsv,
  parseJsonl,
  parseXlsx,
  runExport,
  startExport,
  type ShownExport,
} from '../support/exports.js';
import { auditOf, colleague, type Person } from '../support/people.js';

const NOW = new Date('2026-11-20T09:00:00Z');
const ID = (n: number): string => `01a20556-0000-7000-8000-00000000000${n}`;

describe('exports', () => {
  let test: TestApp;
  let anna: Person;
  const clock = new FixedClock(NOW);

  beforeAll(async () => {
    test = await TestApp.start({ clock });
    anna = await test.register('anna');
    await seed();
  });
  afterAll(() => test.stop());

  /** Two products with what there is of them: one that a formula could begin with, one that is put away. */
  async function seed(): Promise<void> {
    const owner = [anna.tenantId, anna.userId];
    const [shirt, hat] = [ID(1), ID(2)];
    await test.database.query(
      `INSERT INTO products (tenant_id, user_id, id, wb_article, wb_nm_id, name, brand, category, price, discount, rating,
         reviews_count, stock_total, archived_at, last_sync_at, created_at, updated_at)
       VALUES ($1, $2, $3, '=HYPERLINK("http://x")', 123456789, 'Футболка; "белая"', '＝1', E'a\\r\\nb', 1234.5, 10, 4.7, 5, 7,
         NULL, '2026-11-19T21:30:00.5Z', '2026-11-01', '2026-11-02'),
       ($1, $2, $4, '-5', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, '2026-11-10', NULL, '2026-11-01', '2026-11-02')`,
      [...owner, shirt, hat],
    );
    await test.database.query(
      `INSERT INTO product_costs (tenant_id, user_id, product_id, valid_from, unit_cost, lead_time_days)
       VALUES ($1, $2, $3, '2026-01-01', 100, 10), ($1, $2, $3, '2026-11-20', 150.25, 14), ($1, $2, $3, '2026-11-21', 999, 99)`,
      [...owner, shirt],
    );
    await test.database.query(
      `INSERT INTO stock_levels (tenant_id, user_id, product_id, warehouse_name, quantity, in_transit_to_customer,
         in_transit_from_customer, recorded_at)
       VALUES ($1, $2, $3, 'Коледино', 4, 1, 2, '2026-11-11T00:00:00Z'), ($1, $2, $3, '@Казань', 3, 0, 0, '2026-11-12'),
         ($1, $2, $4, 'Коледино', 0, 0, 0, '2026-11-12')`,
      [...owner, shirt, hat],
    );
    // the last instant of one day in Moscow, and the first of the next
    await test.database.query(
      `INSERT INTO stock_history (tenant_id, user_id, id, product_id, warehouse_name, quantity, delta, recorded_at)
       VALUES ($1, $2, $5, $3, 'Коледино', 9, 9, '2026-11-10T20:59:59.999Z'),
         ($1, $2, $6, $3, 'Коледино', 4, -5, '2026-11-10T21:00:00Z'), ($1, $2, $7, $4, 'Коледино', 0, 0, '2026-11-12')`,
      [...owner, shirt, hat, ID(3), ID(4), ID(5)],
    );
    await test.database.query(
      `INSERT INTO sales (tenant_id, user_id, id, product_id, wb_order_id, external_id, sale_date, kind, quantity, price,
         commission, net_amount, warehouse_name)
       VALUES ($1, $2, $4, $3, '+O1', 'S1', '2026-11-10', 'SALE', 2, 1234.5, 100, 2369, 'Коледино'),
         ($1, $2, $5, NULL, NULL, 'R1', '2026-11-11', 'RETURN', 1, 10, NULL, NULL, NULL)`,
      [...owner, shirt, ID(6), ID(7)],
    );
  }

  const csv = async (input: object): Promise<string[][]> =>
    parseCsv(await contentOf(test, await makeExport(test, anna.token, { format: 'CSV', ...input })));
  const jsonl = async (input: object): Promise<Record<string, unknown>[]> =>
    parseJsonl(await contentOf(test, await makeExport(test, anna.token, { format: 'JSONL', ...input })));

  it('of products have what the list has, with costs of the day', async () => {
    expect(await jsonl({ kind: 'PRODUCTS' })).toEqual([
      {
        id: ID(1),
        wbArticle: '=HYPERLINK("http://x")',
        wbNmId: '123456789',
        name: 'Футболка; "белая"',
        brand: '＝1',
        category: 'a\r\nb',
        priceRub: '1234.50',
        discountPercent: 10,
        unitCostRub: '150.25',
        leadTimeDays: 14,
        rating: '4.70',
        reviewsCount: 5,
        stockTotal: 7,
        isArchived: false,
        lastSyncAt: '2026-11-19T21:30:00.500Z',
        createdAt: '2026-11-01T00:00:00.000Z',
        updatedAt: '2026-11-02T00:00:00.000Z',
      },
    ]);
  });

  it('in CSV are RFC 4180 with semicolons, and no text of them is a formula', async () => {
    const [head, ...rows] = await csv({ kind: 'PRODUCTS', productFilter: { ids: [ID(1), ID(2)] } });
    expect(head).toHaveLength(17);
    expect(rows).toEqual([
      [
        ID(1), `'=HYPERLINK("http://x")`, '123456789', 'Футболка; "белая"', `'＝1`, 'a\r\nb', '1234.50', '10', '150.25', '14',
        '4.70', '5', '7', 'false', '2026-11-19T21:30:00.500Z', '2026-11-01T00:00:00.000Z', '2026-11-02T00:00:00.000Z',
      ],
      [
        ID(2), `'-5`, '', '', '', '', '', '', '', '', '', '', '0', 'true', '', '2026-11-01T00:00:00.000Z',
        '2026-11-02T00:00:00.000Z',
      ],
    ]); // prettier-ignore
  });

  it('of stock levels name their products', async () => {
    const [head, ...rows] = await csv({ kind: 'STOCK_LEVELS' });
    expect(head).toEqual([
      'productId', 'wbArticle', 'wbNmId', 'productName', 'warehouseName', 'quantity', 'inTransitToCustomer',
      'inTransitFromCustomer', 'recordedAt',
    ]); // prettier-ignore
    expect(rows.map((row) => [row[0], ...row.slice(4)])).toEqual([
      [ID(1), `'@Казань`, '3', '0', '0', '2026-11-12T00:00:00.000Z'],
      [ID(1), 'Коледино', '4', '1', '2', '2026-11-11T00:00:00.000Z'],
      [ID(2), 'Коледино', '0', '0', '0', '2026-11-12T00:00:00.000Z'],
    ]);
    const ofShirt = await csv({ kind: 'STOCK_LEVELS', productFilter: { search: 'белая' } });
    expect(ofShirt).toHaveLength(3);
  });

  it('of stock history have whole days of Moscow; what is negative stays a number', async () => {
    expect((await csv({ kind: 'STOCK_HISTORY' })).slice(1).map(([id]) => id)).toEqual([ID(3), ID(4), ID(5)]);
    const range = { from: '2026-11-11', until: '2026-11-12' };
    expect((await csv({ kind: 'STOCK_HISTORY', range })).slice(1)).toEqual([
      [
        ID(4), '2026-11-10T21:00:00.000Z', ID(1), `'=HYPERLINK("http://x")`, '123456789', 'Футболка; "белая"', 'Коледино', '4',
        '-5',
      ],
    ]); // prettier-ignore
  });

  it('of sales have those without a product too, unless products are named', async () => {
    const all = await jsonl({ kind: 'SALES' });
    expect(all).toEqual([
      {
        id: ID(6),
        saleDate: '2026-11-10',
        kind: 'SALE',
        wbOrderId: '+O1',
        productId: ID(1),
        wbArticle: '=HYPERLINK("http://x")',
        wbNmId: '123456789',
        productName: 'Футболка; "белая"',
        warehouseName: 'Коледино',
        quantity: 2,
        priceRub: '1234.50',
        commissionRub: '100.00',
        netAmountRub: '2369.00',
      },
      expect.objectContaining({
        id: ID(7),
        productId: null,
        productName: null,
        kind: 'RETURN',
        netAmountRub: null,
      }),
    ]);
    expect(await jsonl({ kind: 'SALES', productFilter: { wbNmIds: ['123456789'] } })).toEqual([all[0]]);
    expect(await jsonl({ kind: 'SALES', range: { from: '2026-11-11', until: '2026-11-12' } })).toEqual([
      all[1],
    ]);
  });

  it.each(['SALES', 'STOCK_HISTORY', 'STOCK_LEVELS', 'PRODUCTS', 'AUDIT_LOG'])(
    'of %s are by a filter that says nothing what they are without one',
    async (kind) => {
      const range = kind === 'AUDIT_LOG' ? { range: { from: '2026-11-01', until: '2026-11-20' } } : {};
      const all = await jsonl({ kind, ...range });
      for (const productFilter of [{}, { search: ' ' }, { isArchived: null, stockTotal: {} }])
        expect(await jsonl({ kind, ...range, productFilter })).toEqual(all);
    },
  );

  it('of what there is of products are of archived ones too, unless the filter says', async () => {
    const found = async (kind: string, productFilter: object) =>
      (await jsonl({ kind, productFilter })).map(({ productId, id }) => productId ?? id);
    for (const kind of ['STOCK_HISTORY', 'STOCK_LEVELS']) {
      const every = await found(kind, {});
      expect(await found(kind, { ownerId: anna.userId })).toEqual(every);
      expect(await found(kind, { search: '-5' })).toEqual([ID(2)]);
      expect(await found(kind, { isArchived: true })).toEqual([ID(2)]);
      expect(await found(kind, { isArchived: false })).toEqual(every.filter((id) => id === ID(1)));
    }
    expect(await found('PRODUCTS', { ownerId: anna.userId })).toEqual([ID(1)]);
  });

  it('of the audit log say what the API says of it, the export itself among it', async () => {
    // the last instant before that day in Moscow, and the first after it
    for (const instant of ['2026-11-19T20:59:59.999Z', '2026-11-20T21:00:00Z'])
      await test.database.query(
        `INSERT INTO audit_log (tenant_id, admin_user_id, action, created_at) VALUES ($1, $2, 'other.day', $3)`,
        [anna.tenantId, anna.userId, instant],
      );
    const rows = await jsonl({ kind: 'AUDIT_LOG', range: { from: '2026-11-20', until: '2026-11-21' } });
    await test.database.query(`DELETE FROM audit_log WHERE action = 'other.day'`);
    expect(rows.filter(({ action }) => action === 'other.day')).toEqual([]);
    expect(rows[0]).toMatchObject({ action: 'auth.register', actorEmail: 'anna@example.com' });
    expect(rows.at(-1)).toEqual({
      id: expect.any(String),
      createdAt: NOW.toISOString(),
      action: 'export.started',
      actorId: anna.userId,
      actorEmail: 'anna@example.com',
      subjectId: anna.userId,
      subjectEmail: 'anna@example.com',
      entityType: 'export',
      entityId: expect.any(String),
      changes: {
        kind: [null, 'AUDIT_LOG'],
        format: [null, 'JSONL'],
        range: [null, { from: '2026-11-20', until: '2026-11-21' }],
      },
      ipAddress: '127.0.0.1',
      userAgent: expect.any(String),
    });
    // nobody is named who is not of the tenant
    await test.database.query(
      `INSERT INTO audit_log (tenant_id, admin_user_id, action, created_at) VALUES ($1, uuid_v7(), 'tenant.x', $2)`,
      [anna.tenantId, NOW],
    );
    const told = (await jsonl({ kind: 'AUDIT_LOG' })).find(({ action }) => action === 'tenant.x');
    expect(told).toMatchObject({ actorId: null, actorEmail: null });
  });

  it.each(['PRODUCTS', 'STOCK_LEVELS', 'STOCK_HISTORY', 'SALES', 'AUDIT_LOG'])(
    'of %s hold the same rows in every format',
    async (kind) => {
      const made = [];
      for (const format of ['CSV', 'XLSX', 'JSONL'])
        made.push(await makeExport(test, anna.token, { kind, format }));
      const [asCsv, asXlsx, asJsonl] = (await Promise.all(made.map((one) => contentOf(test, one)))) as [
        Buffer, Buffer, Buffer,
      ]; // prettier-ignore
      const [header = [], ...lines] = parseCsv(asCsv);
      const [sheet] = await parseXlsx(asXlsx);
      const objects = parseJsonl(asJsonl);
      expect(sheet?.frozen).toBe(1);
      expect(sheet?.rows[0]?.map((name) => (name as string).replace(' (Europe/Moscow)', ''))).toEqual(header);
      // each export writes a row of its own into the audit log
      const common = kind === 'AUDIT_LOG' ? lines.length : objects.length;
      expect(common).toBe(lines.length);
      const formulas = sheet?.rows
        .flat()
        .filter((cell) => cell !== null && typeof cell === 'object' && 'formula' in cell);
      expect(formulas).toEqual([]);
      const first = (rows: readonly (readonly unknown[])[] | undefined) =>
        rows?.slice(0, common).map(([id]) => id);
      expect(first(sheet?.rows.slice(1))).toEqual(first(lines));
      expect(objects.slice(0, common).map((row) => Object.values(row)[0])).toEqual(first(lines));
      expect(Object.keys(objects[0] ?? {})).toEqual(header);
      expect(made.map(({ state, error }) => [state, error])).toEqual(Array(3).fill(['SUCCEEDED', null]));
      expect(made[0]?.rows).toBe(lines.length);
    },
  );

  it('are QUEUED until a worker comes, and noted with their job and their audit row', async () => {
    const before = (await auditOf(test, anna.tenantId)).length;
    const { export: queued, userErrors } = await startExport(test, anna.token, {
      kind: 'SALES',
      format: 'CSV',
    });
    expect(userErrors).toEqual([]);
    expect(queued).toMatchObject({
      kind: 'SALES',
      format: 'CSV',
      state: 'QUEUED',
      rows: 0,
      downloadUrl: null,
    });
    const jobs = await test.database.query(`SELECT data FROM pgboss.job WHERE data->>'exportId' = $1`, [
      queued!.id,
    ]);
    expect(jobs).toEqual([{ data: { tenantId: anna.tenantId, userId: anna.userId, exportId: queued!.id } }]);
    expect((await auditOf(test, anna.tenantId)).slice(before)).toMatchObject([
      { action: 'export.started', actor: anna.userId, entity: queued!.id },
    ]);
    await runExport(test, queued!.id);
    // a job may come twice
    await runExport(test, queued!.id);
    expect(await exportOf(test, anna.token, queued!.id)).toMatchObject({
      state: 'SUCCEEDED',
      rows: 2,
      error: null,
    });
  });

  const nothingStarted = async (token: string, input: object) => {
    const count = () =>
      test.database.query('SELECT count(*) FROM exports UNION ALL SELECT count(*) FROM audit_log');
    const before = await count();
    const { export: none, userErrors } = await startExport(test, token, { format: 'CSV', ...input });
    expect(none).toBeNull();
    expect(await count()).toEqual(before);
    return userErrors.map(({ code, field }) => [code, ...(field ?? [])].join(' '));
  };

  it('are refused by what a kind can not honour, and then nothing is noted', async () => {
    const range = { from: '2026-11-01', until: '2026-12-01' };
    const refusals = [
      [{ kind: 'REPLENISHMENT', range }, 'INVALID range'],
      [{ kind: 'PRODUCTS', range }, 'INVALID range'],
      [{ kind: 'STOCK_LEVELS', range }, 'INVALID range'],
      [{ kind: 'AUDIT_LOG', productFilter: { search: 'x' } }, 'INVALID productFilter'],
      [{ kind: 'SALES', range: { from: '2026-11-02', until: '2026-11-01' } }, 'INVALID range until'],
      [{ kind: 'SALES', range: { from: '0001-01-01', until: '2026-11-01' } }, 'INVALID range from'],
      [{ kind: 'SALES', productFilter: { search: 'x'.repeat(501) } }, 'INVALID productFilter search'],
      [{ kind: 'SALES', productFilter: { search: 'a\u0000b' } }, 'INVALID productFilter search'],
      [{ kind: 'SALES', productFilter: { brands: ['a', 'a\ud800b'] } }, 'INVALID productFilter brands 1'],
      [{ kind: 'SALES', productFilter: { brands: Array(1001).fill('x') } }, 'INVALID productFilter brands'],
      [{ kind: 'SALES', productFilter: { stockTotal: { min: 2, max: 1 } } }, 'INVALID productFilter stockTotal max'],
      [{ kind: 'SALES', productFilter: { wbNmIds: ['1', '-1'] } }, 'INVALID productFilter wbNmIds 1'],
      [{ kind: 'SALES', productFilter: { ids: [ID(1), ID(9), 'none'] } },
        'NOT_FOUND productFilter ids 1, NOT_FOUND productFilter ids 2'],
      [{ kind: 'SALES', productFilter: { ownerId: ID(9) } }, 'NOT_FOUND productFilter ownerId'],
    ] as const; // prettier-ignore
    for (const [input, refusal] of refusals)
      expect((await nothingStarted(anna.token, input)).join(', ')).toBe(refusal);
    // a field is named as the client wrote it, and not as the list calls it
    const { userErrors } = await startExport(test, anna.token, {
      kind: 'SALES',
      format: 'CSV',
      productFilter: { search: 'x'.repeat(501) },
    });
    expect(userErrors).toEqual([
      { code: 'INVALID', field: ['productFilter', 'search'], message: 'Expected at most 500 characters.' },
    ]);
  });

  it('of the audit log are for whoever may read it', async () => {
    const viewer = await colleague(test, anna, 'audit-viewer', 'VIEWER');
    expect(await nothingStarted(viewer.token, { kind: 'AUDIT_LOG' })).toEqual(['FORBIDDEN kind']);
    const admin = await colleague(test, anna, 'audit-admin', 'ADMIN');
    const made = await makeExport(test, admin.token, { kind: 'AUDIT_LOG', format: 'CSV' });
    expect(made.state).toBe('SUCCEEDED');
  });

  it('are two at once for one user', async () => {
    const viewer = await colleague(test, anna, 'busy-viewer', 'VIEWER');
    const start = () => startExport(test, viewer.token, { kind: 'SALES', format: 'CSV' });
    const started = await Promise.all([start(), start(), start(), start()]);
    const open = started.flatMap((one) => one.export ?? []);
    expect(open).toHaveLength(2);
    const refused = started.flatMap(({ userErrors }) => userErrors);
    expect(refused.map(({ code }) => code)).toEqual(['CONFLICT', 'CONFLICT']);
    expect(refused[0]?.message).toContain('Wait for one of them');
    await runExport(test, open[0]!.id);
    expect((await start()).userErrors).toEqual([]);
  });

  it('leave the room that there is for the files of a user', async () => {
    const roomy = test.settings.exports;
    Object.assign(test.settings, { exports: { ...roomy, bytesPerUser: 400 } });
    const viewer = await colleague(test, anna, 'full-viewer', 'VIEWER');
    const make = (format: string) => makeExport(test, viewer.token, { kind: 'SALES', format });
    const large: ShownExport[] = [];
    for (const format of ['JSONL', 'XLSX']) large.push(await make(format));
    for (const { state, error, downloadUrl } of large) {
      expect([state, downloadUrl]).toEqual(['FAILED', null]);
      expect(error).toContain('400 bytes that are left');
    }
    Object.assign(test.settings, { exports: { ...roomy, bytesPerUser: 10_000 } });
    const keep = (bytes: number) =>
      test.database.query(
        `UPDATE exports SET state = 'SUCCEEDED', bytes = $3, scope = 'tenant',
           expires_at = $2::timestamptz + interval '1 hour' WHERE id = $1`,
        [large[0]!.id, NOW, bytes],
      );
    await keep(9_600);
    expect((await make('JSONL')).error).toContain('400 bytes that are left');
    await keep(10_000);
    expect(await nothingStarted(viewer.token, { kind: 'SALES' })).toEqual(['CONFLICT']);
    // what is not kept any more takes no room
    await test.database.query('UPDATE exports SET expires_at = $2 WHERE id = $1', [large[0]!.id, NOW]);
    expect((await make('JSONL')).state).toBe('SUCCEEDED');
    Object.assign(test.settings, { exports: roomy });
  });
});
