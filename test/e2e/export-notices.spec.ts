import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { ExportFormat } from '../../src/features/exports/domain/export-format.js';
import { ExportKind } from '../../src/features/exports/domain/export-kind.js';
import { ExportEndings } from '../../src/features/exports/export-endings.js';
import { memberContext } from '../../src/platform/context/index.js';
import { DomainEvents } from '../../src/platform/events/index.js';
import { TestApp } from '../support/app.js';
import { FixedClock } from '../support/clock.js';
import { exportOf, makeExport, runExport, startExport } from '../support/exports.js';
import { colleague, type Person } from '../support/people.js';

const NOW = new Date('2026-11-20T09:00:00Z');

describe('who has asked for an export is told', () => {
  let test: TestApp;
  let anna: Person;

  beforeAll(async () => {
    test = await TestApp.start({ clock: new FixedClock(NOW), worker: false });
    anna = await test.register('anna');
    await test.database.query(
      `INSERT INTO products (tenant_id, user_id, wb_article) SELECT $1, $2, 'A' || n FROM generate_series(1, 3) n`,
      [anna.tenantId, anna.userId],
    );
  });
  afterAll(() => test.stop());

  const toldTo = ({ userId }: { userId: string }) =>
    test.database.query(
      `SELECT tenant_id AS "tenantId", type, title, message, is_read AS "isRead", data, created_at AS "createdAt"
       FROM notifications WHERE user_id = $1 AND type <> 'SECURITY' ORDER BY id`,
      [userId],
    );
  const telling = (text: object) => ({
    tenantId: anna.tenantId,
    type: 'EXPORT_READY',
    isRead: false,
    createdAt: NOW,
    ...text,
  });
  const started = async (who: Person, input: object): Promise<string> => {
    const { export: queued } = await startExport(test, who.token, { format: 'CSV', ...input });
    return queued!.id;
  };

  it('that the file is there, in their language, and nobody else is', async () => {
    const user = await colleague(test, anna, 'notices-user', 'USER');
    await test.database.query(`UPDATE users SET locale = 'en-GB' WHERE id = $1`, [user.userId]);
    const [mine, theirs] = [
      await makeExport(test, anna.token, { kind: 'PRODUCTS', format: 'XLSX' }),
      await makeExport(test, user.token, { kind: 'SALES', format: 'CSV' }),
    ];
    expect(await toldTo(anna)).toEqual([
      telling({
        title: 'Файл готов: товары, XLSX',
        message: 'Строк: 3. Скачайте файл в течение суток.',
        data: { exportId: mine.id, kind: 'PRODUCTS', format: 'XLSX', rows: 3 },
      }),
    ]);
    expect(await toldTo(user)).toEqual([
      telling({
        title: 'Your file is ready: sales, CSV',
        message: 'Rows: 0. Download the file within a day.',
        data: { exportId: theirs.id, kind: 'SALES', format: 'CSV', rows: 0 },
      }),
    ]);
  });

  it('that there will be none, and why', async () => {
    const { exports: limits } = test.settings;
    const full = { ...limits, bytesPerUser: 1 };
    const failures = [
      ['SHUT_OUT', 'is_active = false', limits, 'Учётная запись или её организация больше не активна.'],
      ['NOT_ALLOWED', `role = 'VIEWER'`, limits, 'Ваша роль больше не даёт доступа к этим данным.'],
      ['NO_ROOM', `role = 'ADMIN'`, full, /^Для файла не хватает места, отведённого вам\. Сузьте отбор/],
    ] as const;
    for (const [failure, change, settings, message] of failures) {
      const admin = await colleague(test, anna, `notices-${failure.toLowerCase()}`, 'ADMIN');
      const exportId = await started(admin, { kind: 'AUDIT_LOG' });
      await test.database.query(`UPDATE users SET ${change} WHERE id = $1`, [admin.userId]);
      Object.assign(test.settings, { exports: settings });
      await runExport(test, exportId);
      Object.assign(test.settings, { exports: limits });
      expect(await toldTo(admin)).toEqual([
        telling({
          title: 'Файл не получился: журнал действий, CSV',
          message: typeof message === 'string' ? message : expect.stringMatching(message),
          data: { exportId, kind: 'AUDIT_LOG', format: 'CSV', failure },
        }),
      ]);
    }
  });

  it('when it is given up, and not of each attempt', async () => {
    const viewer = await colleague(test, anna, 'notices-given-up', 'VIEWER');
    const exportId = await started(viewer, { kind: 'PRODUCTS' });
    for (let attempt = 1; attempt <= 5; attempt++)
      await expect(runExport(test, exportId, AbortSignal.abort())).rejects.toThrow('abort');
    expect(await toldTo(viewer)).toEqual([]);
    await runExport(test, exportId);
    await runExport(test, exportId);
    expect(await toldTo(viewer)).toMatchObject([
      { title: 'Файл не получился: товары, CSV', data: { exportId, failure: 'GIVEN_UP' } },
    ]);
  });

  it('together with the note of it or not at all, and once, wherever the worker is killed', async () => {
    const viewer = await colleague(test, anna, 'notices-killed', 'VIEWER');
    const exportId = await started(viewer, { kind: 'PRODUCTS' });
    const events = test.app.get(DomainEvents, { strict: false });
    const { emit } = DomainEvents.prototype;
    for (const kill of [
      () => Promise.reject(new Error('killed')),
      async (...told: Parameters<typeof emit>) => {
        await emit.apply(events, told);
        throw new Error('killed');
      },
    ]) {
      const killed = jest.spyOn(events, 'emit').mockImplementation(kill);
      await expect(runExport(test, exportId)).rejects.toThrow('killed');
      killed.mockRestore();
      expect(await toldTo(viewer)).toEqual([]);
      expect(await exportOf(test, viewer.token, exportId)).toMatchObject({
        state: 'RUNNING',
        downloadUrl: null,
      });
    }
    await runExport(test, exportId);
    // and the job comes once more
    await runExport(test, exportId);
    expect(await toldTo(viewer)).toMatchObject([{ data: { exportId, rows: 3 } }]);
  });

  it('once, even by a worker that did not notice that another has ended it', async () => {
    const { tenantId, userId, token } = await colleague(test, anna, 'notices-late', 'VIEWER');
    const { id } = await makeExport(test, token, { kind: 'PRODUCTS', format: 'CSV' });
    const ctx = memberContext({ tenantId, userId, scope: 'tenant', writeScope: 'own' }, () => NOW);
    const made = { rows: 9, bytes: 9, scope: 'tenant', expiresAt: NOW } as const;
    for (const late of [{ code: 'GIVEN_UP' }, made] as const)
      await test.app
        .get(ExportEndings, { strict: false })
        .note(ctx, { id, kind: ExportKind.PRODUCTS, format: ExportFormat.CSV }, late);
    expect(await exportOf(test, token, id)).toMatchObject({ state: 'SUCCEEDED', rows: 3, error: null });
    expect(await toldTo({ userId })).toMatchObject([{ data: { rows: 3 } }]);
  });
});
