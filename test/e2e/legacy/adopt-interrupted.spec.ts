import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createDatabase, type TestDatabase } from '../../support/database.js';
import { adoptByCommand, KEY } from '../../support/legacy/adopting.js';
import { OldProgram } from '../../support/legacy/old-program.js';
import { holding, RunningAdoption } from '../../support/legacy/running-adoption.js';
import { schemaLines } from '../../support/legacy/schema-lines.js';
import { tablePrints } from '../../support/legacy/table-prints.js';
import { createVersionOne } from '../../support/legacy/version-one.js';
import { FernetKeyring } from '../../../src/platform/crypto/fernet.js';
import { until } from '../../support/program.js';

/** Where the adoption is when it wants to change the table. */
const STOPS = [
  ['tenants', 'before the people'],
  ['adoption_model.rollup_marks', 'at the end of the people'],
  ['refresh_tokens', 'between keys and sessions'],
  ['subscriptions', 'between sessions and subscriptions'],
  ['adopt_quarantine', 'in the middle of the products'],
  ['adoption_model.stock_levels', 'in the middle of the stock'],
  ['adopt_quarantine', 'in the middle of the sales'],
  ['notifications', 'between sales and notifications'],
  ['audit_log', 'between notifications and logs'],
  ['adoption_model.orders', 'in the middle of the schema'],
  ['refresh_tokens', 'in the middle of the migrations'],
  ['adoption.steps', 'when the migrations have run and nothing says so'],
  ['rollup_marks', 'between migrations and marks'],
  ['audit_log', 'at the very end'],
] as const;

const OLEG = 'a0000000-0000-0000-0000-000000000002';
const BORIS = 'a0000000-0000-0000-0000-000000000004';
const SHIRT = 'c0000000-0000-0000-0000-000000000001';
const MUG = 'c0000000-0000-0000-0000-000000000003';
const AGAIN = 'c0000000-0000-0000-0000-00000000000a';
const OWNER = 'stocktracker_owner';

describe.each([[false], [true]])(
  'an adoption that is killed, with programs of version 1: %p',
  (legacyClients) => {
    let template: TestDatabase;
    let undisturbed: TestDatabase;
    let killed: TestDatabase;

    beforeAll(async () => {
      // its owner adopts it: nothing has to change hands, which would stop it before it begins
      template = await createVersionOne({ owner: OWNER });
      const name = new URL(template.urls.owner).pathname.slice(1);
      await until(async () => {
        const [row] = await template.query<{ n: number }>(
          `SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
        );
        return row?.n === 0;
      });
      await template.disconnect();
      undisturbed = await createDatabase(name);
      killed = await createDatabase(name);
    });
    afterAll(async () => {
      for (const database of [template, undisturbed, killed]) await database.drop();
    });

    it('comes to the same as one that is not, wherever it is killed', async () => {
      expect(await adoptByCommand(undisturbed, { url: undisturbed.urls.owner, legacyClients })).toMatchObject(
        { code: 0 },
      );
      // without programs of version 1 each step does less: some of the places will do
      const stops = STOPS.filter((_, place) => legacyClients || place % 5 === 0);
      for (const [table, where] of stops) {
        const letGo = await holding(killed, table);
        const running = RunningAdoption.start(killed, killed.urls.owner, legacyClients);
        await running.waits().catch((error: unknown) => {
          throw new Error(`${where}: ${String(error)}`);
        });
        await running.kill(letGo);
      }
      const { code, stdout, stderr } = await adoptByCommand(killed, {
        url: killed.urls.owner,
        legacyClients,
      });
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      // the report is of all that was done, by whichever of them
      expect(stdout).toContain('  users: 6 rows, 8 after (2 brought)');
      expect(await tablePrints(killed)).toEqual(await tablePrints(undisturbed));
      expect(await schemaLines(killed)).toEqual(await schemaLines(undisturbed));
      expect(await adoptByCommand(killed, { url: killed.urls.owner, legacyClients })).toMatchObject({
        code: 0,
        stdout: expect.stringMatching(/^Nothing to do/),
      });
    }, 240_000);

    it('has keys that open afterwards', async () => {
      const keyring = FernetKeyring.parse(KEY);
      const keys = await killed.query<{ encrypted: string }>(
        `SELECT wb_api_key_encrypted AS encrypted FROM users WHERE wb_api_key_encrypted IS NOT NULL ORDER BY telegram_id`,
      );
      expect(keys.map(({ encrypted }) => keyring.decrypt(encrypted).slice(0, 24))).toEqual([
        'legacy-plain-wb-key-of-o',
        'legacy-plain-wb-key-of-b',
        'legacy-plain-wb-key-of-l',
      ]);
    });
  },
);

describe('an adoption', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createVersionOne({ owner: OWNER });
  });
  afterAll(() => database.drop());

  it('is one at a time; and refuses a row that somebody writes meanwhile and that fits no rule, and goes on behind it', async () => {
    const letGo = await holding(database, 'subscriptions');
    const running = RunningAdoption.start(database, database.urls.owner, true);
    await running.waits();
    expect(await adoptByCommand(database, { url: database.urls.owner, legacyClients: true })).toEqual({
      code: 2,
      stdout: '',
      stderr: 'Somebody else is adopting this database. Wait until that has ended.\n',
    });
    const bot = await OldProgram.start(database);
    const [bad] = await bot.run<{ id: string }>(
      `INSERT INTO sales (user_id, sale_date, quantity, price) VALUES ($1, CURRENT_DATE, 0, 1) RETURNING id`,
      [OLEG],
    );
    await letGo();
    expect(await running.end()).toEqual({
      code: 2,
      stderr: `sales: quantity is zero: ${bad!.id}. Mend these rows, or delete them, and run again.\n`,
    });
    const done = () => database.query(`SELECT name FROM adoption.steps ORDER BY position`);
    const before = await done();
    expect(before.at(-1)).toEqual({ name: 'stock' });
    await bot.run(`DELETE FROM sales WHERE id = $1`, [bad!.id]);

    // while it stands still they go on: a product that is there is told again, with a sale; people and goods go
    await bot.run(`INSERT INTO products (id, user_id, wb_article, wb_nm_id) VALUES ($1, $2, 'TSH-001', 100000001)`, [
      AGAIN,
      OLEG,
    ]); // prettier-ignore
    await bot.run(
      `INSERT INTO sales (user_id, product_id, wb_order_id, sale_date, quantity, price) VALUES ($1, $2, 'again', CURRENT_DATE, 1, 1)`,
      [OLEG, AGAIN],
    );
    await bot.run(
      `INSERT INTO sales (user_id, product_id, wb_order_id, sale_date, quantity, price) VALUES ($1, $2, 'of a mug', CURRENT_DATE, 1, 1)`,
      [OLEG, MUG],
    );
    await bot.run(`DELETE FROM products WHERE id = $1`, [MUG]);
    await bot.run(`DELETE FROM users WHERE id = $1`, [BORIS]);
    await bot.end();
    expect(await adoptByCommand(database, { url: database.urls.owner, legacyClients: true })).toMatchObject({
      code: 0,
      stderr: '',
    });
    expect(
      await database.query(
        `SELECT wb_order_id, product_id FROM sales WHERE wb_order_id IN ('again', 'of a mug', 'srid-9') ORDER BY 1`,
      ),
    ).toEqual([
      { wb_order_id: 'again', product_id: SHIRT },
      { wb_order_id: 'of a mug', product_id: null },
    ]);
  });
});

describe('an adoption and a program of version 1 that wait for one another', () => {
  it('come both to their ends: the adoption takes its step back, and does it again', async () => {
    const database = await createVersionOne({ owner: OWNER });
    const letGo = await holding(database, 'subscriptions');
    const running = RunningAdoption.start(database, database.urls.superuser, true);
    await running.waits();
    const bot = await OldProgram.start(database);
    await bot.run('BEGIN');
    await bot.run(`UPDATE users SET full_name = 'Олег' WHERE users.id = $1`, [OLEG]);
    await letGo();
    await running.waitsFor('users');
    await bot.run(`INSERT INTO subscriptions (user_id, plan_name) VALUES ($1, 'of the bot')`, [OLEG]);
    await bot.run('COMMIT');
    await bot.end();
    expect(await running.end()).toEqual({ code: 0, stderr: '' });
    expect(
      await database.query(`SELECT s.tenant_id = u.tenant_id AS right, u.full_name FROM subscriptions s JOIN users u ON u.id = s.user_id
        WHERE plan_name = 'of the bot'`),
    ).toEqual([{ right: true, full_name: 'Олег' }]);
    await database.drop();
  });
});

describe('programs of version 1 that write while an adoption runs', () => {
  it('wait their turns, are never refused, and lose nothing', async () => {
    const database = await createVersionOne();
    const running = RunningAdoption.start(database, database.urls.superuser, true);
    const written: number[] = [];
    let isOver = false;
    const write = async (first: number): Promise<void> => {
      const bot = await OldProgram.start(database);
      for (let n = first; !isOver; n += 2) {
        await bot.run(
          `INSERT INTO users (telegram_id, full_name, email, payment_status) VALUES ($1, 'x', $2, 'free')`,
          [n, `writer${n}@example.com`],
        );
        await bot.run(
          `INSERT INTO products (user_id, wb_article, name) SELECT id, $2, 'x' FROM users WHERE telegram_id = $1`,
          [n, `W${n}`],
        );
        await bot.run(
          `INSERT INTO sales (user_id, wb_order_id, sale_date, quantity, price)
           SELECT id, $2, CURRENT_DATE, 1, 1 FROM users WHERE telegram_id = $1`,
          [n, `W${n}`],
        );
        written.push(n);
      }
      await bot.end();
    };
    const writers = [write(1), write(2)];
    const ended = await running.end();
    isOver = true;
    await Promise.all(writers);
    expect(ended).toEqual({ code: 0, stderr: '' });
    expect(written.length).toBeGreaterThan(20);
    const [found] = await database.query(
      `SELECT count(DISTINCT u.id)::int AS users, count(DISTINCT u.tenant_id)::int AS tenants, count(DISTINCT p.id)::int AS products,
         count(DISTINCT s.id)::int AS sales
       FROM users u LEFT JOIN products p ON p.tenant_id = u.tenant_id AND p.user_id = u.id
         LEFT JOIN sales s ON s.tenant_id = u.tenant_id AND s.user_id = u.id
       WHERE u.telegram_id = ANY ($1)`,
      [written],
    );
    const all = written.length;
    expect(found).toEqual({ users: all, tenants: all, products: all, sales: all });
    await database.drop();
  });
});
