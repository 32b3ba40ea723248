import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestDatabase } from '../../support/database.js';
import { adoptByCommand, endLegacyByCommand } from '../../support/legacy/adopting.js';
import { OldProgram } from '../../support/legacy/old-program.js';
import { until } from '../../support/program.js';
import { createVersionOne } from '../../support/legacy/version-one.js';

const OLEG = 'a0000000-0000-0000-0000-000000000002';
const SHIRT = 'c0000000-0000-0000-0000-000000000001';
const MUG = 'c0000000-0000-0000-0000-000000000003';
const CAP = 'c0000000-0000-0000-0000-00000000000a';
/** Programs of version 1 that wait for another one. */
const WAITING = `
  SELECT FROM pg_stat_activity WHERE datname = current_database() AND usename = 'stocktracker' AND wait_event_type = 'Lock'`;
const ODD = 'd0000000-0000-0000-0000-000000000001';

describe.each([
  ['of the cloud', false],
  ['of the panel', true],
])('programs of version 1 that change a key to one that is taken, on a database %s', (_shape, panel) => {
  let database: TestDatabase;
  let bot: OldProgram;

  beforeAll(async () => {
    database = await createVersionOne({
      panel,
      change: `
        INSERT INTO products (id, user_id, wb_article) VALUES ('${CAP}', '${OLEG}', 'CAP-1');
        INSERT INTO sales (id, user_id, wb_order_id, sale_date, quantity, price) VALUES ('${ODD}', '${OLEG}', 'srid-odd', CURRENT_DATE - 3, 1, 10)`,
    });
    expect(await adoptByCommand(database, { legacyClients: true })).toMatchObject({ code: 0, stderr: '' });
    bot = await OldProgram.start(database);
  });
  afterAll(async () => {
    await bot.end();
    await database.drop();
  });

  const product = async (id: string) =>
    (
      await database.query(
        'SELECT user_id, wb_nm_id AS nm, wb_article AS article, name FROM products WHERE id = $1',
        [id],
      )
    )[0];
  const sale = async (id: string) =>
    (
      await database.query(
        `SELECT wb_order_id AS order, kind, quantity, price, external_id, CURRENT_DATE - sale_date AS days FROM sales WHERE id = $1`,
        [id],
      )
    )[0];
  const idOf = async (order: string, kind: string): Promise<string> =>
    (
      await database.query<{ id: string }>('SELECT id FROM sales WHERE wb_order_id = $1 AND kind = $2', [
        order,
        kind,
      ])
    )[0]!.id;
  /** The last that was put aside. */
  const aside = async (key: string) =>
    (
      await database.query(
        'SELECT table_name AS table, row ->> $1 AS wanted, reason FROM adopt_quarantine ORDER BY adopted_at DESC LIMIT 1',
        [key],
      )
    )[0];

  it('change all but the nm id of a product', async () => {
    expect(
      await bot.run(
        `UPDATE products SET wb_nm_id=$1::BIGINT, name=$2::VARCHAR WHERE products.id = $3::UUID RETURNING id`,
        [100000001, 'Кружка с носками', MUG],
      ),
    ).toEqual([{ id: MUG }]);
    expect(await product(MUG)).toEqual({
      user_id: OLEG,
      nm: null,
      article: 'MUG-7',
      name: 'Кружка с носками',
    });
    expect(await aside('wb_nm_id')).toEqual({
      table: 'products',
      wanted: '100000001',
      reason: `changed to the nm id or the article of ${SHIRT}`,
    });
  });

  it('change all but the article of a product without an nm id', async () => {
    await bot.run(`UPDATE products SET wb_article='CAP-1', name='x' WHERE id = $1`, [MUG]);
    expect(await product(MUG)).toMatchObject({ article: 'MUG-7', name: 'x' });
    expect(await aside('wb_article')).toMatchObject({
      wanted: 'CAP-1',
      reason: `changed to the nm id or the article of ${CAP}`,
    });
  });

  it('give the first of several the key that they ask for all of them', async () => {
    await bot.run(`UPDATE products SET wb_nm_id = 100000009 WHERE user_id = $1 AND wb_nm_id IS NULL`, [OLEG]);
    expect(
      await database.query('SELECT count(*)::int AS n FROM products WHERE user_id = $1 AND wb_nm_id = 100000009', [OLEG]),
    ).toEqual([{ n: 1 }]);
    await bot.run(`UPDATE products SET wb_nm_id = NULL WHERE wb_nm_id = 100000009`);
    expect([await product(MUG), await product(CAP)]).toMatchObject([{ nm: null }, { nm: null }]);
  }); // prettier-ignore

  it('change a key that nobody has, and articles of products that have an nm id', async () => {
    await bot.run(`UPDATE products SET wb_nm_id = 100000010, wb_article = 'CAP-1' WHERE id = $1`, [MUG]);
    expect(await product(MUG)).toMatchObject({ nm: '100000010', article: 'CAP-1' });
  });

  it('change all but the order of a sale', async () => {
    await bot.run(
      `UPDATE sales SET wb_order_id=$1::VARCHAR, price=$2::NUMERIC, sale_date = CURRENT_DATE - 40 WHERE sales.id = $3::UUID`,
      ['srid-1', 77, ODD],
    );
    expect(await sale(ODD)).toEqual({
      order: 'srid-odd', kind: 'SALE', quantity: 1, price: '77.00', external_id: 'SALE:srid-odd', days: 40,
    }); // prettier-ignore
    expect(await aside('wb_order_id')).toEqual({
      table: 'sales',
      wanted: 'srid-1',
      reason: `changed to the order and the kind of ${await idOf('srid-1', 'SALE')}`,
    });
  });

  it('change all but the kind of a sale, and the quantity that told it', async () => {
    const sold = await idOf('srid-1', 'SALE');
    await bot.run(`UPDATE sales SET quantity = -2, price = 55 WHERE id = $1`, [sold]);
    expect(await sale(sold)).toMatchObject({
      order: 'srid-1', kind: 'SALE', quantity: 1, price: '55.00', external_id: 'SALE:srid-1',
    }); // prettier-ignore
    expect(await aside('quantity')).toMatchObject({
      wanted: '2',
      reason: `changed to the order and the kind of ${await idOf('srid-1', 'RETURN')}`,
    });
  });

  it('change order and kind to what nobody has, and are found by it from then on', async () => {
    await bot.run(
      `UPDATE sales SET wb_order_id = 'srid-new', quantity = -3, sale_date = CURRENT_DATE WHERE id = $1`,
      [ODD],
    );
    expect(await sale(ODD)).toEqual({
      order: 'srid-new', kind: 'RETURN', quantity: 3, price: '77.00', external_id: 'RETURN:srid-new', days: 0,
    }); // prettier-ignore
    await bot.run(
      `INSERT INTO sales (user_id, wb_order_id, sale_date, quantity, price) VALUES ($1, 'srid-new', CURRENT_DATE, -1, 78)`,
      [OLEG],
    );
    expect(await sale(ODD)).toMatchObject({ quantity: 1, price: '78.00' });
  });

  it('and take one address at once, in different capitals, both get one', async () => {
    const second = await OldProgram.start(database);
    const register = `INSERT INTO users (telegram_id, email) VALUES ($1, $2) RETURNING email`;
    await bot.run('BEGIN');
    expect(await bot.run(register, [1, 'Both@Example.com'])).toEqual([{ email: 'Both@Example.com' }]);
    const later = second.run(register, [2, 'both@example.com']);
    await until(async () => (await database.query(WAITING)).length === 1);
    await bot.run('COMMIT');
    expect(await later).toEqual([{ email: 'both+2@example.com' }]);

    await bot.run('BEGIN');
    await bot.run(`UPDATE users SET email = 'Third@example.com' WHERE telegram_id = 1`);
    const changed = second.run(`UPDATE users SET email = 'third@example.com' WHERE telegram_id = 2 RETURNING email`);
    await until(async () => (await database.query(WAITING)).length === 1);
    await bot.run('COMMIT');
    expect(await changed).toEqual([{ email: 'third+2@example.com' }]);
    await second.end();
  }); // prettier-ignore

  it('have no triggers any more when their time is over', async () => {
    await bot.end();
    expect(await endLegacyByCommand(database)).toMatchObject({ code: 0, stderr: '' });
    await expect(
      database.query('UPDATE products SET wb_nm_id = 100000001 WHERE id = $1', [MUG]),
    ).rejects.toThrow('products_nm_id_key');
    bot = await OldProgram.start(database);
  });
});
