import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import pg from 'pg';
import { valuesOf } from '../../src/features/products/call.js';
import { productConditions } from '../../src/features/products/product-conditions.js';
import { ProductSearchQueries } from '../../src/features/products/product-search.queries.js';
import type { CallerContext } from '../../src/platform/context/index.js';
import type { Database } from '../../src/platform/database/index.js';
import { tenantSettings } from '../../src/platform/database/settings-sql.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

const ctx = {
  kind: 'caller',
  tenantId: '01a20556-0000-7000-8000-000000000001',
  userId: '01a20556-0000-7000-8000-000000000011',
  scope: 'tenant',
  writeScope: 'tenant',
} as CallerContext;

interface Product {
  readonly article: string;
  readonly name: string;
  readonly brand: string;
  readonly nmId: string | null;
}

/** Runs of few different digits, so that one is often within another, and what may stand beside or between them. */
const digits = (maxLength: number) =>
  fc.string({ unit: fc.constantFrom('0', '1', '2'), minLength: 1, maxLength });
const words = fc.constantFrom('ART-', 'кружка', 'Ё', ' ', '\n', '-', '%', '_', '\\', '٣', '№');
const text = fc
  .array(fc.oneof({ arbitrary: digits(14), weight: 2 }, words), { maxLength: 5 })
  .map((parts) => parts.join(''));
const product = fc.record<Product>({
  article: text,
  name: text,
  brand: text,
  nmId: fc.option(digits(12).map((number) => `1${number}`)),
});
/** A piece of a text: what is sought is seldom found by chance. */
const pieceOf = (whole: string) =>
  fc
    .tuple(fc.nat(whole.length), fc.nat(whole.length))
    .map(([one, other]) => whole.slice(Math.min(one, other), Math.max(one, other)));
const catalogue = fc.array(product, { minLength: 1, maxLength: 4 }).chain((products) =>
  fc.record({
    products: fc.constant(products),
    sought: fc.array(
      fc.oneof(
        text,
        fc
          .constantFrom(...products.flatMap(({ article, name, brand }) => [article, name, brand]))
          .chain(pieceOf),
        fc.constantFrom(...products.map(({ nmId }) => nmId ?? '0')),
        fc.constantFrom(...products.map(({ nmId }) => `00${nmId ?? ''}`)),
      ),
      { minLength: 1, maxLength: 6 },
    ),
  }),
);

describe('what the index of the search has found', () => {
  let database: TestDatabase;
  let app: pg.Client;
  let filler: pg.Client;

  beforeAll(async () => {
    database = await createTestDatabase();
    app = new pg.Client(database.urls.app);
    filler = new pg.Client(database.urls.superuser);
    await Promise.all([app.connect(), filler.connect()]);
    await filler.query(`INSERT INTO tenants (id, name, slug) VALUES ('${ctx.tenantId}', 'T', 't');
      INSERT INTO users (id, email, tenant_id, role) VALUES ('${ctx.userId}', 't@example.com', '${ctx.tenantId}', 'OWNER')`);
  });
  afterAll(async () => {
    await Promise.all([app.end(), filler.end()]);
    await database.drop();
  });

  const write = async (products: readonly Product[]): Promise<void> => {
    const column = (name: keyof Product) => products.map((one) => one[name]);
    await filler.query('DELETE FROM products');
    await filler.query(
      `WITH made AS (
         INSERT INTO products (id, tenant_id, user_id, wb_article, name, brand, wb_nm_id, search_hash)
         SELECT id, $1, $2, article, name, brand, nm_id, hashtextextended(product_search_text(article, name, brand, nm_id), 0)
         FROM unnest($3::uuid[], $4::text[], $5::text[], $6::text[], $7::bigint[]) AS given (id, article, name, brand, nm_id)
         ON CONFLICT DO NOTHING RETURNING *)
       INSERT INTO product_search (tenant_id, product_id, user_id, key)
       SELECT tenant_id, id, user_id, product_search_key(product_search_text(wb_article, name, brand, wb_nm_id)) FROM made`,
      [
        ctx.tenantId,
        ctx.userId,
        products.map(() => randomUUID()),
        ...(['article', 'name', 'brand', 'nmId'] as const).map(column),
      ],
    );
  };
  const matching = async (search: string): Promise<string[]> => {
    const { values, bind } = valuesOf(ctx);
    const conditions = productConditions(ctx, { search }, bind);
    const { rows } = await app.query<{ id: string }>(
      `SELECT p.id FROM products p WHERE ${conditions.sql} AND ${conditions.search ?? 'true'}`,
      [...values],
    );
    return rows.map(({ id }) => id);
  };
  const queries = new ProductSearchQueries({
    row: async (_ctx: unknown, { text: sql }: { text: string }, values: readonly unknown[]) =>
      (await app.query<object>(sql, [...values])).rows[0],
  } as unknown as Database);

  it('holds every product that matches, whatever digits the text has', async () => {
    let found = 0;
    await fc.assert(
      fc.asyncProperty(catalogue, async ({ products, sought }) => {
        await write(products);
        await app.query(`BEGIN READ ONLY; ${tenantSettings(ctx)}`);
        try {
          for (const search of sought) {
            const hits = await queries.hits(ctx, search);
            if (hits === null) continue;
            const exactly = await matching(search);
            expect(hits).toEqual(expect.arrayContaining(exactly));
            found += exactly.length;
          }
        } finally {
          await app.query('ROLLBACK');
        }
      }),
      { numRuns: 300 },
    );
    // else nothing has been compared
    expect(found).toBeGreaterThan(300);
  });
});
