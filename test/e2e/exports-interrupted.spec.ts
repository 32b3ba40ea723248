import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ExportUpkeepService } from '../../src/features/exports/index.js';
import { Database } from '../../src/platform/database/index.js';
import { TestApp } from '../support/app.js';
import { FixedClock } from '../support/clock.js';
import { contentOf, exportOf, parseCsv, parseXlsx, runExport, startExport } from '../support/exports.js';
import type { Person } from '../support/people.js';
import { Program, until } from '../support/program.js';

const ROWS = 30_000;

describe('an export that is interrupted', () => {
  let test: TestApp;
  let anna: Person;
  let folder: string;
  let worker: Program | null = null;
  const clock = new FixedClock(new Date());

  beforeAll(async () => {
    test = await TestApp.start({ clock });
    ({ folder } = test.settings.exports);
    anna = await test.register('anna');
    await test.database.query(
      `INSERT INTO products (tenant_id, user_id, wb_article, name)
       SELECT $1, $2, 'A' || n, 'Product ' || n FROM generate_series(1, ${ROWS}) AS n`,
      [anna.tenantId, anna.userId],
    );
  });
  afterAll(async () => {
    worker?.kill('SIGKILL');
    await worker?.exited;
    await test.stop();
  });
  beforeEach(() => clock.set(new Date()));

  const start = async (format: string): Promise<string> => {
    const started = await startExport(test, anna.token, { kind: 'PRODUCTS', format });
    return started.export!.id;
  };
  const filesOf = async (id: string): Promise<string[]> =>
    (await readdir(folder).catch(() => [])).filter((name) => name.includes(id));
  const shown = (id: string) => exportOf(test, anna.token, id);

  /** Everything that a catalogue of that size has, once. */
  async function expectWhole(id: string, format: string): Promise<void> {
    const made = (await shown(id))!;
    expect(made).toMatchObject({ state: 'SUCCEEDED', rows: ROWS, error: null });
    expect(await filesOf(id)).toEqual([`${id}.${format.toLowerCase()}`]);
    const content = await contentOf(test, made);
    const articles =
      format === 'CSV'
        ? parseCsv(content).map(([, article]) => article)
        : (await parseXlsx(content)).flatMap(({ rows }) => rows.map(([, article]) => article));
    expect(articles).toHaveLength(ROWS + 1);
    expect(new Set(articles).size).toBe(ROWS + 1);
  }

  it.each(['CSV', 'XLSX'])('by its worker that ends, is made whole by another (%s)', async (format) => {
    const id = await start(format);
    const stopping = new AbortController();
    const seen: unknown[] = [];
    const run = runExport(test, id, stopping.signal);
    await until(async () => {
      const now = (await shown(id))!;
      if (now.rows === 0) return false;
      seen.push(now.state, now.rows % 10_000, now.downloadUrl, ...(await filesOf(id)));
      stopping.abort();
      return true;
    });
    await expect(run).rejects.toThrow('abort');
    // under way, noted as far as it was, and nothing to be had of it
    expect(seen).toEqual(['RUNNING', 0, null, `.${id}.part`]);
    expect(await filesOf(id)).toEqual([]);
    expect(await shown(id)).toMatchObject({ state: 'RUNNING', downloadUrl: null });
    await runExport(test, id);
    await expectWhole(id, format);
  });

  it('by kill -9 leaves no half file to be seen, and is made whole by another', async () => {
    const id = await start('CSV');
    worker = Program.start('worker', {
      DATABASE_URL: test.database.urls.app,
      DATABASE_SYSTEM_URL: test.database.urls.system,
      JWT_SECRET: test.settings.jwtSecret,
      ENCRYPTION_KEYS: test.settings.encryptionKeys,
      DATA_DIR: join(folder, '..'),
      WB_ORIGIN: 'http://127.0.0.1:9',
      WB_LIMITS: 'off',
    });
    await until(async () => ((await shown(id))?.rows ?? 0) > 0);
    worker.kill('SIGKILL');
    await worker.exited;
    worker = null;
    expect(await filesOf(id)).toEqual([`.${id}.part`]);
    expect(await shown(id)).toMatchObject({ state: 'RUNNING', downloadUrl: null });
    // what is under way is nobody's to remove
    await test.app.get(ExportUpkeepService, { strict: false }).run();
    expect(await filesOf(id)).toEqual([`.${id}.part`]);
    // the server notices the death of a session a moment after it
    await until(async () => {
      await runExport(test, id);
      return (await shown(id))?.state === 'SUCCEEDED';
    });
    await expectWhole(id, 'CSV');
  });

  it('between the file and the note of it, is made anew', async () => {
    const id = await start('CSV');
    const { write } = Database.prototype;
    const database = test.app.get(Database, { strict: false });
    // the last write of a run is the note of its success
    database.write = async function (ctx, work) {
      if ((await filesOf(id)).includes(`${id}.csv`)) throw new Error('killed');
      return write.call(this, ctx, work) as never;
    };
    await expect(runExport(test, id)).rejects.toThrow('killed');
    database.write = write;
    expect(await filesOf(id)).toEqual([`${id}.csv`]);
    expect(await shown(id)).toMatchObject({ state: 'RUNNING', downloadUrl: null });
    await runExport(test, id);
    await expectWhole(id, 'CSV');
  });

  it('again and again, is given up', async () => {
    const id = await start('CSV');
    for (let attempt = 1; attempt <= 5; attempt++)
      await expect(runExport(test, id, AbortSignal.abort())).rejects.toThrow('abort');
    await runExport(test, id);
    expect(await shown(id)).toMatchObject({
      state: 'FAILED',
      downloadUrl: null,
      error: expect.stringContaining('Start it anew'),
    });
    expect(await filesOf(id)).toEqual([]);
  });

  it('is not made by two at once', async () => {
    const id = await start('CSV');
    await Promise.all([runExport(test, id), runExport(test, id), runExport(test, id)]);
    const [row] = await test.database.query('SELECT attempts, state FROM exports WHERE id = $1', [id]);
    expect(row).toEqual({ attempts: 1, state: 'SUCCEEDED' });
  });

  it('is of one moment: what is written meanwhile is not in it', async () => {
    const id = await start('CSV');
    const run = runExport(test, id);
    await until(async () => ((await shown(id))?.rows ?? 0) > 0);
    const late = `UPDATE products SET wb_article = 'late ' || wb_article WHERE tenant_id = $1 RETURNING 1`;
    expect(await test.database.query(late, [anna.tenantId])).toHaveLength(ROWS);
    await run;
    const rows = parseCsv(await contentOf(test, (await shown(id))!));
    expect(rows.filter(([, article]) => article?.startsWith('late'))).toEqual([]);
  });

  it('is put back when its job was lost, and what nobody owns is removed with time', async () => {
    const kept = await start('CSV');
    await runExport(test, kept);
    const lost = await start('CSV');
    await test.database.query(`DELETE FROM pgboss.job WHERE data->>'exportId' = $1`, [lost]);
    const orphan = '01a20556-0000-7000-8000-000000000000';
    for (const name of [`.${orphan}.part`, `${orphan}.csv`, 'README'])
      await writeFile(join(folder, name), 'x');
    const upkeep = test.app.get(ExportUpkeepService, { strict: false });
    const jobs = () => test.database.query(`SELECT 1 FROM pgboss.job WHERE data->>'exportId' = $1`, [lost]);

    await upkeep.run();
    await upkeep.run();
    expect(await jobs()).toHaveLength(1);
    expect(await filesOf(orphan)).toEqual([]);
    expect(await filesOf('README')).toEqual(['README']);
    expect(await filesOf(kept)).toEqual([`${kept}.csv`]);

    clock.advance(24 * 3_600_000 + 1);
    await upkeep.run();
    expect(await filesOf(kept)).toEqual([]);
    clock.advance(30 * 24 * 3_600_000);
    await upkeep.run();
    const left = await test.database.query<{ id: string }>('SELECT id FROM exports');
    expect(left.map(({ id }) => id)).toEqual([lost]);
  });
});
