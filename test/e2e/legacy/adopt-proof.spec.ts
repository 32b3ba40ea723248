import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Link } from '../../../src/adopt/link.js';
import { expect as expectOf, prove, type Plan, type TableProof } from '../../../src/adopt/proof/proof.js';
import { encryptKeys } from '../../../src/adopt/steps/keys.js';
import { FernetKeyring } from '../../../src/platform/crypto/fernet.js';
import type { TestDatabase } from '../../support/database.js';
import { KEY } from '../../support/legacy/adopting.js';
import { createVersionOne } from '../../support/legacy/version-one.js';

const TSHIRT = 'c0000000-0000-0000-0000-000000000001';
const MUG = 'c0000000-0000-0000-0000-000000000003';
const SOCKS = 'c0000000-0000-0000-0000-000000000004';
const OLEG = 'a0000000-0000-0000-0000-000000000002';

/** Prices are to be doubled where there is one, and the mug is to go. */
const PLAN: Plan = {
  table: 'products',
  columns: ['id', 'user_id', 'wb_article', 'price', 'name'],
  from: 'public.products AS o',
  lost: `o.id = '${MUG}'`,
  changes: { price: [{ when: 'o.price IS NOT NULL', becomes: 'o.price * 2', why: 'doubled' }] },
};
const AS_PLANNED = `DELETE FROM products WHERE id = '${MUG}'; UPDATE products SET price = price * 2`;
const ONE_MORE = `INSERT INTO products (user_id, wb_article) VALUES ('${OLEG}', 'NEW')`;

describe('what an adoption does to a table', () => {
  let database: TestDatabase;
  let link: Link;

  beforeEach(async () => {
    database = await createVersionOne();
    link = await Link.open(database.urls.superuser);
  });
  afterEach(async () => {
    await link.end();
    await database.drop();
  });

  const proofAfter = async (sql: string, added?: string): Promise<TableProof> => {
    const expected = await expectOf(link, PLAN);
    await link.run(sql);
    return prove(link, expected, added);
  };

  it('is held against what was said of it, and told with its reasons', async () => {
    const proof = await proofAfter(`${AS_PLANNED}; ${ONE_MORE}`, `n.wb_article = 'NEW'`);
    expect(proof).toMatchObject({ table: 'products', before: 5, after: 5, lost: 1, added: 1 });
    expect(proof.columns.map(({ column, changed }) => [column, changed])).toEqual([
      ['id', []],
      ['user_id', []],
      ['wb_article', []],
      ['price', [{ rows: 4, why: 'doubled' }]],
      ['name', []],
    ]);
    // the sums are of all rows: of those that stay in between, the mug's is missing
    for (const { before, after } of proof.columns) expect(before).not.toBe(after);
  });

  it.each([
    ['a row is lost', `${AS_PLANNED}; DELETE FROM products WHERE id = '${SOCKS}'`, '3 rows came out of 5, of which 1 were to be put aside'],
    ['a row is there that nobody has brought', `${AS_PLANNED}; ${ONE_MORE}`, '5 rows came out of 5, of which 1 were to be put aside'],
    ['a value is another one', `${AS_PLANNED}; UPDATE products SET wb_article = 'x' WHERE id = '${SOCKS}'`, 'wb_article did not come out as expected'],
    ['a value is lost', `${AS_PLANNED}; UPDATE products SET name = NULL WHERE id = '${SOCKS}'`, 'name did not come out as expected'],
    [
      'values have changed places',
      `${AS_PLANNED}; UPDATE products p SET name = o.name FROM products o WHERE p.id IN ('${TSHIRT}', '${SOCKS}')
         AND o.id IN ('${TSHIRT}', '${SOCKS}') AND o.id <> p.id`,
      'name did not come out as expected',
    ],
    ['what was said is not done', `DELETE FROM products WHERE id = '${MUG}'`, 'price did not come out as expected'],
    ['another row is gone than was said', `UPDATE products SET price = price * 2; DELETE FROM products WHERE id = '${SOCKS}'`, 'id, user_id, wb_article, price, name did not come out as expected'],
  ])('is taken back where %s', async (_what, sql, message) => {
    await expect(proofAfter(sql)).rejects.toThrow(`products: ${message}. Nothing of it was kept.`);
  }); // prettier-ignore

  it('leaves no key of the marketplace that does not open to what it was', async () => {
    const keyring = FernetKeyring.parse(KEY);
    const wrong = Object.assign(Object.create(keyring) as FernetKeyring, {
      encrypt: (text: string) => keyring.encrypt(text.toUpperCase()),
    });
    await expect(link.transaction(() => encryptKeys(link, wrong, { clearsPlain: true }))).rejects.toThrow(
      /^users: the key of a0000000-\S+ did not come out as it was\. Nothing of it was kept\.$/,
    );
    expect(
      await database.query(
        'SELECT count(wb_api_key)::int AS plain, count(wb_api_key_encrypted)::int AS encrypted FROM users',
      ),
    ).toEqual([{ plain: 2, encrypted: 1 }]);
  });
});
